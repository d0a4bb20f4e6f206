#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/io.h"

namespace copytaster::contract {

/// A transport under test, made empty for each test. The sinks and sources that it makes see the
/// same durable data: making a sink after dropping the one before is a restart.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Puts messages at the end of the input's only partition. Before the first `source()`.
  virtual void feed(const std::vector<std::string>& values) = 0;
  /// A bounded source: it says `at_end` after the last message that was fed.
  virtual Result<std::unique_ptr<Source>, Failure> source() = 0;
  /// At most one at a time.
  virtual Result<std::unique_ptr<Sink>, Failure> sink() = 0;
  /// Everything that `Journal::next` brings. While no sink is there.
  virtual Result<std::vector<std::string>, Failure> journal() = 0;
  /// The values that a reader of committed data finds in an output topic, in order.
  virtual std::vector<std::string> committed(std::string_view topic) = 0;
};

/// Makes a transport with nothing in it.
using MakeTransport = std::unique_ptr<Transport> (*)();

/// What pipeline/io.h promises. A transport's test program links `transport_contract` and says
/// `INSTANTIATE_TEST_SUITE_P(Name, TransportContract, testing::Values(&make_it))`.
class TransportContract : public ::testing::TestWithParam<MakeTransport> {
 protected:
  TransportContract() : transport_(GetParam()()) {}
  std::unique_ptr<Transport> transport_;
};

}  // namespace copytaster::contract
