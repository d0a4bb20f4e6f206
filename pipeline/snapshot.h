#pragma once

#include <functional>
#include <memory>

#include "pipeline/desk.h"
#include "pipeline/encoder.h"
#include "pipeline/journal_entry.h"
#include "pipeline/records.h"

namespace copytaster {

/// What is done to each message by whichever thread is free. Callable from many at a time.
struct Work {
  std::function<AnalysedMessage(Message)> analyse;
  std::function<EncodedMessage(const AnalysedMessage&, Decided&)> encode;
};

/// The settings and models as they were at one moment. A batch keeps the snapshot under which it
/// was analysed until it is committed, however the settings change meanwhile. Immutable and shared;
/// whoever holds it holds what it needs, so what was replaced is freed with the last batch of it.
struct Snapshot {
  DeskOptions desk;  ///< `max_record_bytes` aside, which is the Desk's own
  SettingsInForce in_force;
  Work work;
};
using SnapshotHandle = std::shared_ptr<const Snapshot>;

}  // namespace copytaster
