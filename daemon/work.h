#pragma once

#include <functional>

#include "pipeline/encoder.h"
#include "pipeline/records.h"

namespace copytaster {

/// What is done to each message by whichever thread is free. Callable from many at a time.
struct Work {
  std::function<AnalysedMessage(Message)> analyse;
  std::function<EncodedMessage(const AnalysedMessage&, Decided&)> encode;
};

}  // namespace copytaster
