#include "daemon/suspects/guard.h"

#include <fmt/core.h>

#include <cstdlib>
#include <utility>

#include "daemon/log/log.h"

namespace copytaster::suspects {
namespace {

/// Four times what the slowest article may take.
constexpr std::chrono::seconds kLimit(8);

Place place_of(const Origin& origin) { return {origin.topic, origin.partition, origin.offset}; }

std::string to_string(const Place& place) {
  return fmt::format("{}/{}/{}", place.topic, place.partition, place.offset.value());
}

}  // namespace

Guard::Guard(GuardOptions options, Trial::Work alone) {
  auto notes = WorkNotes::open(options.folder, options.name, options.threads);
  if (!notes) {
    log::say(log::kSuspectsUnnoted,
             "{} (setting pipeline.state); an article that crashes the program would not be "
             "found",
             notes.error());
    return;
  }
  notes_ = std::move(*notes);
  for (auto& place : notes_->suspects()) suspects_.insert(std::move(place));
  if (!suspects_.empty()) {
    log::say_of(log::kCrashedBefore, {{"articles", static_cast<std::int64_t>(suspects_.size())}},
                "the program crashed while it worked on {} article{}: each is tried alone first",
                suspects_.size(), suspects_.size() == 1 ? "" : "s");
    auto trial = Trial::start(std::move(alone), kLimit);
    if (trial) {
      trial_ = std::move(*trial);
    } else {
      log::say(log::kSuspectUntried, "suspects can't be tried: {}", trial.error());
    }
  }
  any_ = trial_ != nullptr;
  notes_->catch_crashes();
}

Work Guard::guarded(Work work) {
  if (notes_ == nullptr) return work;
  const auto encode = work.encode;
  return {
      [this, work = std::move(work)](Message message) { return analyse(work, std::move(message)); },
      [this, encode](const AnalysedMessage& message, Decided& decided) {
        const WorkNotes::Working working(*notes_, message.message.origin);
        return encode(message, decided);
      }};
}

AnalysedMessage Guard::analyse(const Work& work, Message message) {
  if (any_) {
    auto tried = try_out(message);
    if (tried.given_up || tried.rejection)
      return {std::move(message), std::nullopt, std::move(tried.rejection)};
  }
  const WorkNotes::Working working(*notes_, message.origin);
  return work.analyse(std::move(message));
}

Guard::Tried Guard::try_out(const Message& message) {
  const Place place = place_of(message.origin);
  const std::lock_guard lock(mutex_);
  if (trial_ == nullptr || !suspects_.contains(place)) return {};
  const auto ended = attempt(message);
  if (!ended) {
    if (stopping()) return {true, std::nullopt};
    log::say_of(log::kSuspectUntried, {{"origin", to_string(place)}}, "{} can't be tried: {}",
                to_string(place), ended.error());
    return {};
  }
  if (!*ended) {
    log::say_of(log::kSuspectHarmless, {{"origin", to_string(place)}},
                "{} does no harm alone: it is worked on as usual", to_string(place));
    return {};
  }
  log::say_of(log::kSuspectSetAside, {{"origin", to_string(place)}},
              "{} is set aside: alone it ended a process by {}", to_string(place), **ended);
  return {false,
          Rejection{"analyse", "crashes_analysis",
                    fmt::format("the program crashed while it worked on this message, which then "
                                "alone ended a process by {}",
                                **ended)}};
}

/// Under mutex_.
Result<std::optional<std::string>> Guard::attempt(const Message& message) {
  {
    const std::lock_guard lock(running_mutex_);
    if (stopping_) return Error<std::string>("stopping");
    running_ = trial_.get();
  }
  auto ended = trial_->attempt(message);
  const std::lock_guard lock(running_mutex_);
  running_ = nullptr;
  return ended;
}

bool Guard::stopping() {
  const std::lock_guard lock(running_mutex_);
  return stopping_;
}

void Guard::stop() {
  const std::lock_guard lock(running_mutex_);
  stopping_ = true;
  if (running_ != nullptr) running_->cancel();
}

void Guard::committed(const std::vector<Position>& positions) {
  if (notes_ == nullptr) return;
  const std::lock_guard lock(mutex_);
  for (const auto& position : positions) {
    for (auto suspect = suspects_.begin(); suspect != suspects_.end();) {
      const bool behind = suspect->topic == position.topic &&
                          suspect->partition == position.partition &&
                          suspect->offset < position.next;
      if (behind) notes_->settle(*suspect);
      suspect = behind ? suspects_.erase(suspect) : std::next(suspect);
    }
  }
  if (!suspects_.empty()) return;
  any_ = false;
  trial_.reset();
}

std::filesystem::path notes_folder(const std::string& state, const std::string& output) {
  if (!state.empty()) return state;
  if (!output.empty()) return output;
  // systemd names several, colons between them.
  if (const char* folders = std::getenv("STATE_DIRECTORY");
      folders != nullptr && *folders != '\0') {
    const std::string_view all(folders);
    return all.substr(0, all.find(':'));
  }
  return "/var/tmp";
}

}  // namespace copytaster::suspects
