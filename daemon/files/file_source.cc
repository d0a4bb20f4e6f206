#include "daemon/files/file_source.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <thread>
#include <utility>

#include "pipeline/codec/times.h"
#include "pipeline/read_file.h"

namespace copytaster::files {
namespace {

constexpr double kSecondsBelow = 1e11;

/// What a line must hold for the pointer to lead anywhere: its last key, unless that is escaped or
/// may be a place in an array.
std::string_view key_of(std::string_view pointer) {
  const std::string_view key = pointer.substr(pointer.rfind('/') + 1);
  const bool is_plain = key.find('~') == std::string_view::npos &&
                        key.find_first_not_of("0123456789") != std::string_view::npos;
  return is_plain ? key : "";
}

struct OwnTimestamp {
  std::optional<Timestamp> time;
  bool unreadable = false;  ///< there is a value, and no calendar has it
};

/// The line's own timestamp, where it is JSON and has one. What else is wrong with the line is the
/// reader's to say, later.
OwnTimestamp timestamp_of(const std::string& line, const std::string& pointer) {
  if (line.find(key_of(pointer)) == std::string::npos) return {};
  thread_local simdjson::dom::parser parser;
  simdjson::dom::element value;
  if (parser.parse(line).at_pointer(pointer).get(value) != simdjson::SUCCESS || value.is_null())
    return {};
  std::optional<Timestamp> time;
  double number = 0;
  std::string_view text;
  if (value.is_number() && value.get(number) == simdjson::SUCCESS) {
    time = codec::time_within_calendar(std::abs(number) < kSecondsBelow ? number * 1000 : number);
  } else if (value.get(text) == simdjson::SUCCESS) {
    if (text.empty()) return {};
    time = codec::parse_time(text);
  }
  return {time, !time};
}

bool is_object(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  return parser.parse(text).get(value) == simdjson::SUCCESS && value.is_object();
}

bool is_archive(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".jsonl") || name.ends_with(".jsonl.zst");
}

bool holds_overrides(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".overrides.jsonl") || name.ends_with(".overrides.jsonl.zst");
}

constexpr std::string_view kSetting = " (setting input.files)";

/// Whether no entry of the folder has this name any more: a link that leads nowhere is one.
bool is_gone(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::symlink_status(file, error).type() ==
         std::filesystem::file_type::not_found;
}

/// Of an archive: opening a pipe would wait for a writer, deaf to a stop, and what can't be read is
/// better known before the first article. What is gone since it was listed is told by opening it.
Outcome check_archive(const std::filesystem::path& file) {
  const auto refuse = [&file](std::string_view why) {
    return Error<Failure>(
        {Remedy::kRestart, fmt::format("{}: {}{}", file.string(), why, kSetting)});
  };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    return refuse("is no regular file; take it away");
  const auto begin = read_file(file, LineReader::kLongestMark);
  if (!begin) {
    if (is_gone(file)) return {};
    const bool leads_nowhere = begin.error() == std::errc::no_such_file_or_directory;
    return refuse(fmt::format("can't be read: {}; {}", begin.error().message(),
                              leads_nowhere ? "it is a link that leads nowhere; take it away"
                                            : "give this user the permission, or take it away"));
  }
  if (file.extension() == ".zst") return {};
  auto plain = LineReader::refuse_packed(file.string(), *begin, false);
  if (!plain) plain.error().message += kSetting;
  return plain;
}

/// 0 where it has none, as a pipe.
std::uint64_t size_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

}  // namespace

Result<std::unique_ptr<FileSource>, Failure> FileSource::open(FileSourceOptions options) {
  std::unique_ptr<FileSource> source(new FileSource(std::move(options)));
  if (auto found = source->find_files(); !found) return Error<Failure>(found.error());
  return source;
}

Result<std::unique_ptr<FileSource>, Failure> FileSource::open_one(const std::filesystem::path& file,
                                                                  std::string topic,
                                                                  std::string timestamp) {
  std::unique_ptr<FileSource> source(
      new FileSource({{}, std::move(topic), false, std::move(timestamp)}));
  auto reader = LineReader::open(file);
  if (!reader) return Error<Failure>(reader.error());
  source->reader_ = std::move(*reader);
  source->bytes_in_all_ = size_of(file);
  source->gathering_ = true;
  return source;
}

Outcome FileSource::find_files() {
  std::error_code error;
  std::vector<std::filesystem::path> found;
  others_ = 0;
  for (auto entry = std::filesystem::directory_iterator(options_.folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (is_archive(entry->path())) {
      found.push_back(entry->path());
      continue;
    }
    const std::string name = entry->path().filename().string();
    if (others_ == 0 || name < an_other_) an_other_ = name;
    ++others_;
  }
  if (error) {
    return Error<Failure>(
        {Remedy::kRestart, fmt::format("{}: can't be listed: {} (setting input.files)",
                                       options_.folder.string(), error.message())});
  }
  std::sort(found.begin(), found.end());
  const bool as_before =
      found.size() >= next_file_ &&
      std::equal(files_.begin(), files_.begin() + static_cast<std::ptrdiff_t>(next_file_),
                 found.begin());
  if (!as_before) {
    return Error<Failure>(
        {Remedy::kRestart,
         fmt::format("{}: files that were read already changed; new ones must sort "
                     "last (setting input.files)",
                     options_.folder.string())});
  }
  for (auto file = found.begin() + static_cast<std::ptrdiff_t>(next_file_); file != found.end();
       ++file) {
    if (auto checked = check_archive(*file); !checked) return checked;
  }
  files_ = std::move(found);
  std::uint64_t bytes = 0;
  for (const auto& file : files_) bytes += size_of(file);
  bytes_in_all_ = bytes;
  return {};
}

std::string FileSource::why_empty() const {
  if (options_.folder.empty() || !files_.empty()) return {};
  const std::string others = others_ == 0 ? "is empty"
                                          : fmt::format("has {} other{}, such as {}", others_,
                                                        others_ == 1 ? "" : "s", an_other_);
  return fmt::format("{}: no file there ends in .jsonl or .jsonl.zst; the folder {}",
                     options_.folder.string(), others);
}

/// Of a folder's file: with the setting that names the folder.
Failure FileSource::named(Failure failure) const {
  if (!options_.folder.empty()) failure.message += kSetting;
  return failure;
}

Result<LineState, Failure> FileSource::next_line(std::string& line,
                                                 std::chrono::milliseconds wait) {
  while (true) {
    if (reader_ == nullptr) {
      if (next_file_ == files_.size()) return LineState::kEnd;
      const auto& file = files_[next_file_++];
      auto opened = LineReader::open(file);
      if (!opened) return Error(named(opened.error()));
      log_ = !overrides_.topic.empty() && holds_overrides(file) ? &overrides_ : &articles_;
      reader_ = std::move(*opened);
    }
    auto state = reader_->next(line, wait);
    bytes_read_ = bytes_before_ + reader_->bytes_read();
    if (!state) return Error(named(state.error()));
    if (*state != LineState::kEnd) return state;
    bytes_before_ = bytes_read_;
    reader_.reset();
  }
}

/// Reads a single file for as long as it may be one object. False: there is more to wait for.
Result<bool, Failure> FileSource::gather(std::chrono::milliseconds wait) {
  std::string line;
  while (gathering_) {
    const auto state = next_line(line, wait);
    if (!state) return Error<Failure>(state.error());
    if (*state == LineState::kNotYet) return false;
    if (*state == LineState::kLine) {
      if (gathered_.empty() && line.starts_with(ObjectLines::kMark))
        line.erase(0, ObjectLines::kMark.size());
      if (gathered_.empty() && (line.empty() || line == "\r")) continue;
      gathered_.append(line).push_back('\n');
      gathering_ = object_lines_.add(line) && gathered_.size() <= LineReader::kLongestLine;
      continue;
    }
    gathering_ = false;
    after_gathered_ = *state;
    is_one_ = *state == LineState::kEnd && is_object(gathered_);
  }
  return true;
}

/// What is to be one message: a line, or all of them.
Result<LineState, Failure> FileSource::next_text(std::string& text,
                                                 std::chrono::milliseconds wait) {
  if (gathering_) {
    const auto gathered = gather(wait);
    if (!gathered) return Error<Failure>(gathered.error());
    if (!*gathered) return LineState::kNotYet;
  }
  if (given_ < gathered_.size()) {
    const std::size_t end = is_one_ ? gathered_.size() - 1 : gathered_.find('\n', given_);
    text.assign(gathered_, given_, end - given_);
    given_ = end + 1;
    return LineState::kLine;
  }
  gathered_ = {};
  given_ = 0;
  if (after_gathered_ != LineState::kLine) return std::exchange(after_gathered_, LineState::kLine);
  return next_line(text, wait);
}

Result<LineState, Failure> FileSource::next_message(Message& message,
                                                    std::chrono::milliseconds wait) {
  std::string line;
  do {
    line.clear();
    auto state = next_text(line, wait);
    if (state && *state == LineState::kTooLong) {
      message.unheld = reader_->too_long();
      break;
    }
    if (!state || *state != LineState::kLine) return state;
    if (!line.empty() && line.back() == '\r') line.pop_back();
  } while (line.empty());
  const OwnTimestamp own = timestamp_of(line, options_.timestamp);
  log_->last_timestamp = own.time.value_or(log_->last_timestamp);
  message.origin = {log_->topic, 0, log_->next, log_->last_timestamp};
  message.timestamp_inherited = !own.time;
  message.timestamp_unreadable = own.unreadable;
  message.value = std::move(line);
  log_->next = log_->next.next();
  return LineState::kLine;
}

/// The positions of both topics are of one moment, so neither is reached much before the other.
Outcome FileSource::count_passed_over() {
  if (!log_->is_behind()) {
    return Error<Failure>(
        {Remedy::kStop,
         fmt::format("{}: message {} of topic {} was not read before, but later ones of another "
                     "topic were; set input.overrides as it was, and put back files that were "
                     "moved (setting input.files)",
                     options_.folder.string(), log_->next.value(), log_->topic)});
  }
  log_->next = log_->next.next();
  return {};
}

/// Passes over what was read in an earlier run, a slice of time in each call: kLine when done.
Result<LineState, Failure> FileSource::skip(std::chrono::milliseconds wait) {
  const auto until = std::chrono::steady_clock::now() + LineReader::kSlice;
  std::string line;
  while (articles_.is_behind() || overrides_.is_behind()) {
    if (std::chrono::steady_clock::now() >= until) return LineState::kNotYet;
    auto state = next_line(line, wait);
    if (!state || *state == LineState::kNotYet) return state;
    if (*state == LineState::kEnd) {
      const Log& log = articles_.is_behind() ? articles_ : overrides_;
      return Error<Failure>(
          {Remedy::kRestart,
           fmt::format("{}: holds {} messages of topic {}, but {} were read before; were files "
                       "taken away? (setting input.files)",
                       options_.folder.string(), log.next.value(), log.topic, log.begin.value())});
    }
    const bool counts = *state == LineState::kTooLong || (!line.empty() && line != "\r");
    if (counts) {
      if (auto counted = count_passed_over(); !counted) return Error<Failure>(counted.error());
    }
    bytes_passed_over_ = bytes_read_.load();
  }
  return LineState::kLine;
}

Result<LineState, Failure> FileSource::peek(std::chrono::milliseconds wait) {
  if (waiting_) return LineState::kLine;
  if (auto state = skip(wait); !state || *state != LineState::kLine) return state;
  Message message;
  auto state = next_message(message, wait);
  if (state && *state == LineState::kLine) waiting_ = std::move(message);
  return state;
}

Outcome FileSource::seek(const std::vector<Position>& positions) {
  for (const auto& position : positions) {
    const bool overrules = !overrides_.topic.empty() && position.topic == overrides_.topic;
    if (!overrules && position.topic != articles_.topic) {
      return Error<Failure>(
          {Remedy::kStop,
           fmt::format(
               "the journal stands in topic \"{}\", but the input is \"{}\" now and would "
               "be read again from its beginning: set input.topic to \"{}\" again "
               "(input.overrides, "
               "where that is the topic of overrides), or begin anew with another folder in "
               "output.files",
               position.topic, articles_.topic, position.topic)});
    }
    Log& log = overrules ? overrides_ : articles_;
    log.begin = position.next;
    log.last_timestamp = position.last_timestamp;
  }
  return {};
}

Result<Polled, Failure> FileSource::poll(std::size_t max_messages, std::size_t max_bytes,
                                         std::chrono::milliseconds wait) {
  Polled polled;
  std::size_t bytes_left = max_bytes;
  while (!failure_ && polled.messages.size() < max_messages) {
    const bool first = polled.messages.empty();
    const auto state = peek(first ? wait : std::chrono::milliseconds(0));
    if (!state) {
      failure_ = state.error();
      break;
    }
    if (*state == LineState::kLine) {
      const std::size_t bytes = waiting_->value->size();
      if (!first && bytes > bytes_left) break;
      if (!first) bytes_left -= bytes;
      polled.messages.push_back(std::move(*waiting_));
      waiting_.reset();
      continue;
    }
    if (*state == LineState::kEnd && options_.follow) {
      if (polled.messages.empty()) std::this_thread::sleep_for(wait);
      if (auto found = find_files(); !found) failure_ = found.error();
    } else {
      polled.at_end = *state == LineState::kEnd;
    }
    break;
  }
  // What was read whole before the damage goes out first; after that nothing ever does.
  if (failure_ && polled.messages.empty()) return Error<Failure>(*failure_);
  return polled;
}

}  // namespace copytaster::files
