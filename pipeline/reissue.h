#pragma once

#include <string>

#include "pipeline/records.h"

namespace copytaster {

/// An earlier record to be sent again because its verdict changed. Its text is not remembered, so
/// the record is a partial one.
struct Reissue {
  VersionReference earlier;
  std::string source;
  PubStatus status = PubStatus::kUsable;
  Decision decision;  ///< its verdict as it is now; every topic that it ever went to
};

}  // namespace copytaster
