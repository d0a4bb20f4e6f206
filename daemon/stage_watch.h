#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace copytaster {

/// Who works on a batch, in its order.
enum class Stage : std::uint8_t { kAnalyse, kDecide, kEncode, kCommit };
inline constexpr std::size_t kStages = 4;

/// For words to a person: "analysing", "deciding", …
[[nodiscard]] std::string_view name(Stage stage);

/// Knows since when each stage holds work without getting anywhere: what tells a pipeline that is
/// stuck from one that has nothing to do. Any thread; no call waits for another.
class StageWatch {
 public:
  using Clock = std::chrono::steady_clock;

  /// A stage takes a piece of work; several may be there at a time.
  void begin(Stage stage, Clock::time_point now = Clock::now());
  /// Part of what a stage holds is done.
  void advance(Stage stage, Clock::time_point now = Clock::now());
  /// A piece that began is done, well or not.
  void end(Stage stage, Clock::time_point now = Clock::now());

  struct Stuck {
    Stage stage;
    std::chrono::milliseconds since;  ///< it got nowhere
  };
  /// The stage that has held work for longest beyond its limit; `commits` holds for commits, which
  /// wait for the output, `limit` for the rest.
  [[nodiscard]] std::optional<Stuck> stuck(Clock::duration limit, Clock::duration commits,
                                           Clock::time_point now = Clock::now()) const;

 private:
  struct Cell {
    std::atomic<std::uint32_t> held = 0;
    std::atomic<Clock::rep> moved = 0;  ///< when it last began from nothing, advanced or ended
  };
  Cell& cell(Stage stage) { return cells_.at(static_cast<std::size_t>(stage)); }

  std::array<Cell, kStages> cells_;
};

}  // namespace copytaster
