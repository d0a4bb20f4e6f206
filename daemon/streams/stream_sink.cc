#include "daemon/streams/stream_sink.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "daemon/files/line_format.h"

namespace copytaster::streams {
namespace {

Failure failure(const std::string& name) {
  return {Remedy::kRestart, fmt::format("{}: can't be written: {}", name, std::strerror(errno))};
}

const std::string* header(const OutputRecord& record, std::string_view name) {
  for (const auto& each : record.headers) {
    if (each.name == name) return &each.value;
  }
  return nullptr;
}

/// Standard output has no transactions: what is appended is written.
class StreamTransaction : public Transaction {
 public:
  explicit StreamTransaction(StreamSink& sink) : sink_(sink) {}
  Outcome append(const OutputRecord& record) override { return sink_.write(record); }
  Outcome append_journal(std::string_view /*entry*/) override { return {}; }
  Outcome commit() override { return sink_.flush(); }
  Outcome abort() override { return {}; }

 private:
  StreamSink& sink_;
};

class NullTransaction : public Transaction {
 public:
  Outcome append(const OutputRecord& /*record*/) override { return {}; }
  Outcome append_journal(std::string_view /*entry*/) override { return {}; }
  Outcome commit() override { return {}; }
  Outcome abort() override { return {}; }
};

}  // namespace

Result<std::unique_ptr<StreamSink>, Failure> StreamSink::open(StreamSinkOptions options) {
  std::unique_ptr<StreamSink> sink(new StreamSink(std::move(options)));
  const std::string& file = sink->options_.dead_letters_file;
  if (!file.empty()) {
    sink->dead_letters_.reset(std::fopen(file.c_str(), "w"));
    if (sink->dead_letters_ == nullptr) return Error(failure(file));
  }
  return sink;
}

Result<std::unique_ptr<Transaction>, Failure> StreamSink::begin() {
  return std::make_unique<StreamTransaction>(*this);
}

Outcome StreamSink::write(const OutputRecord& record) {
  const bool dead = record.topic == options_.dead_letters;
  if (dead && dead_letters_ == nullptr) return {};
  if (!dead && record.topic != options_.enriched && record.topic != options_.duplicates) return {};
  // A record that goes to two topics is printed once; one printed already is not corrected.
  const std::string* event = header(record, "ce_id");
  const std::string* type = header(record, "ce_type");
  if (type != nullptr && *type == "copytaster.article.reissued") return {};
  if (!dead && event != nullptr && *event == last_event_) return {};
  if (!dead && event != nullptr) last_event_ = *event;
  const std::string line = files::to_line(record);
  std::FILE* stream = dead ? dead_letters_.get() : stdout;
  if (std::fwrite(line.data(), 1, line.size(), stream) == line.size()) return {};
  return Error(failure(dead ? options_.dead_letters_file : "standard output"));
}

Outcome StreamSink::flush() {
  if (dead_letters_ != nullptr && std::fflush(dead_letters_.get()) != 0)
    return Error(failure(options_.dead_letters_file));
  if (std::fflush(stdout) != 0) return Error(failure("standard output"));
  return {};
}

Result<std::unique_ptr<Transaction>, Failure> NullSink::begin() {
  return std::make_unique<NullTransaction>();
}

}  // namespace copytaster::streams
