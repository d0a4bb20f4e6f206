#include "daemon/top/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/codec/times.h"

namespace copytaster::top {
namespace {

constexpr std::array<std::string_view, 4> kHolding = {"analyse", "decide", "encode", "commit"};
constexpr std::size_t kLeastInputs = 4;

std::int64_t count_of(const Counts& counts, std::string_view name) {
  for (const auto& [each, count] : counts)
    if (each == name) return count;
  return 0;
}

/// 1234567 as 1,234,567.
std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string size_text(std::int64_t bytes) {
  const auto amount = static_cast<double>(bytes);
  if (bytes >= std::int64_t{1} << 30U) return fmt::format("{:.1f} GiB", amount / (1U << 30U));
  return fmt::format("{:.1f} MiB", amount / (1U << 20U));
}

/// Cuts between characters of UTF-8, each taken for one column.
std::string cut(std::string_view line, std::size_t columns) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if ((static_cast<unsigned char>(line[at]) & 0xc0U) == 0x80U) continue;
    if (seen++ == columns) return std::string(line.substr(0, at));
  }
  return std::string(line);
}

struct Mean {
  double batches = 0;  ///< a second
  double seconds = 0;  ///< of each
};

class View {
 public:
  View(const Snapshot& before, const Snapshot& now, const Screen& screen)
      : before_(before),
        now_(now),
        screen_(screen),
        seconds_(static_cast<double>(now.now_ms - before.now_ms) / 1000) {}

  std::vector<std::string> draw() {
    draw_head();
    if (now_.ledger.empty()) {
      add("The journal is being folded; its figures follow.");
    } else {
      draw_ledger();
      draw_inputs();
    }
    draw_stages();
    draw_dead_letters();
    return std::move(lines_);
  }

  [[nodiscard]] Mean mean_of(const StageLine& stage) const {
    StageLine earlier;
    for (const auto& each : before_.stages)
      if (each.stage == stage.stage) earlier = each;
    // A process that was started anew counts from 0.
    if (stage.batches < earlier.batches) earlier = {};
    const auto batches = static_cast<double>(stage.batches - earlier.batches);
    if (batches == 0) return {};
    return {seconds_ > 0 ? batches / seconds_ : 0, (stage.seconds - earlier.seconds) / batches};
  }

 private:
  void add(std::string_view line) {
    if (lines_.size() < screen_.rows) lines_.push_back(cut(line, screen_.columns));
  }
  void title(std::string_view line) {
    if (lines_.size() + 2 > screen_.rows) return;
    lines_.emplace_back();
    const std::string text = cut(line, screen_.columns);
    lines_.push_back(screen_.colour ? "\033[1m" + text + "\033[0m" : text);
  }
  [[nodiscard]] std::string rate(const Counts& before, const Counts& now,
                                 std::string_view name) const {
    const std::int64_t more = count_of(now, name) - count_of(before, name);
    if (seconds_ <= 0 || more < 0) return "-";
    return fmt::format("{:.1f}/s", static_cast<double>(more) / seconds_);
  }
  void row(std::string_view name, const Counts& before, const Counts& now) {
    add(fmt::format("  {:<14}{:>14}{:>12}", name, grouped(count_of(now, name)),
                    rate(before, now, name)));
  }

  void draw_head();
  void draw_ledger();
  void draw_inputs();
  void draw_stages();
  void draw_dead_letters();

  const Snapshot& before_;
  const Snapshot& now_;
  const Screen& screen_;
  const double seconds_;
  std::vector<std::string> lines_;
};

void View::draw_head() {
  std::string role = now_.role;
  std::replace(role.begin(), role.end(), '_', ' ');
  add(fmt::format("copytaster {}  {}{}  version {}  settings {}", now_.name, role,
                  now_.ready ? ", ready" : ", NOT READY", now_.version, now_.settings));
  std::string commit = "none since the start";
  if (const auto at = codec::parse_time(now_.last_commit)) {
    const double ago = static_cast<double>(now_.now_ms - at->milliseconds) / 1000;
    commit = fmt::format("{:.1f} s ago", std::max(0.0, ago));
  }
  std::int64_t lag = 0;
  bool known = false;
  for (const auto& input : now_.inputs) {
    lag += input.lag.value_or(0);
    known = known || input.lag.has_value();
  }
  add(fmt::format("in {}  lag {}  last commit {}  under way {} batches",
                  rate(before_.ledger, now_.ledger, "in"), known ? grouped(lag) : "-", commit,
                  now_.in_flight));
  add(fmt::format("remembered {} articles, {} stories, {} of {}", grouped(now_.articles),
                  grouped(now_.stories), size_text(now_.bytes), size_text(now_.limit_bytes)));
}

void View::draw_ledger() {
  title("Verdicts");
  for (const auto& [name, count] : now_.ledger) {
    row(name, before_.ledger, now_.ledger);
    if (name != "copies") continue;
    for (const auto* kind : {"exact", "near", "spun", "rewrite", "excerpt"}) {
      if (count_of(now_.verdicts, kind) == 0) continue;
      add(fmt::format("    {:<12}{:>14}{:>12}", kind, grouped(count_of(now_.verdicts, kind)),
                      rate(before_.verdicts, now_.verdicts, kind)));
    }
  }
}

void View::draw_inputs() {
  std::vector<InputLine> inputs = now_.inputs;
  std::stable_sort(inputs.begin(), inputs.end(), [](const InputLine& a, const InputLine& b) {
    return a.lag.value_or(0) > b.lag.value_or(0);
  });
  title("Input");
  // Those furthest behind; a line says how many are not shown.
  const std::size_t shown = std::min(inputs.size(), std::max(kLeastInputs, screen_.rows / 4));
  for (std::size_t i = 0; i < shown; ++i) {
    add(fmt::format("  {:<32}{:>16}  lag {}", inputs[i].place, grouped(inputs[i].position),
                    inputs[i].lag ? grouped(*inputs[i].lag) : "-"));
  }
  if (shown < inputs.size()) add(fmt::format("  and {} more", inputs.size() - shown));
}

void View::draw_stages() {
  title("Stages                   batches        mean");
  const std::string slowest = slowest_stage(before_, now_);
  for (const auto& stage : now_.stages) {
    const Mean mean = mean_of(stage);
    add(fmt::format("  {:<14}{:>14.1f}/s{:>9.1f} ms{}", stage.stage, mean.batches,
                    mean.seconds * 1000, stage.stage == slowest ? "  slowest" : ""));
  }
  std::string tries;
  for (const auto& [outcome, count] : now_.transactions)
    tries += fmt::format("{}{} {}", tries.empty() ? "" : ", ", grouped(count), outcome);
  if (!tries.empty()) add("  transactions: " + tries);
}

void View::draw_dead_letters() {
  if (now_.last_dead_letters.empty()) return;
  title("The last dead letters");
  const auto& letters = now_.last_dead_letters;
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter)
    add(fmt::format("  {:<24}  {:<32}  {}", letter->timestamp, letter->place, letter->reason));
}

}  // namespace

std::string slowest_stage(const Snapshot& before, const Snapshot& now) {
  const View view(before, now, Screen{});
  std::string slowest;
  double longest = 0;
  for (const auto& stage : now.stages) {
    const double taken = view.mean_of(stage).seconds;
    const bool holds = std::find(kHolding.begin(), kHolding.end(), stage.stage) != kHolding.end();
    if (!holds || taken <= longest) continue;
    longest = taken;
    slowest = stage.stage;
  }
  return slowest;
}

std::vector<std::string> lines(const Snapshot& before, const Snapshot& now, const Screen& screen) {
  return View(before, now, screen).draw();
}

}  // namespace copytaster::top
