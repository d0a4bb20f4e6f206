#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "pipeline/io.h"

namespace copytaster::streams {

struct StreamSinkOptions {
  std::string enriched;  ///< topics whose records go to standard output
  std::string duplicates;
  std::string dead_letters;       ///< topic whose records go to `dead_letters_file`
  std::string dead_letters_file;  ///< empty: they are counted only
};

/// Enriched records and duplicates to standard output in input order, dead letters to a file;
/// nothing to recover, so no promise after a crash. Journal entries are dropped.
class StreamSink : public Sink {
 public:
  static Result<std::unique_ptr<StreamSink>, Failure> open(StreamSinkOptions options);
  [[nodiscard]] std::size_t max_record_bytes(std::string_view /*topic*/) const override {
    return SIZE_MAX;
  }
  Result<std::unique_ptr<Transaction>, Failure> begin() override;
  /// Writes one record at once.
  Outcome write(const OutputRecord& record);
  Outcome flush();

 private:
  explicit StreamSink(StreamSinkOptions options) : options_(std::move(options)) {}

  const StreamSinkOptions options_;
  std::string last_event_;  ///< ce_id of the record printed last
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> dead_letters_{nullptr, &std::fclose};
};

/// Takes everything and keeps nothing: for a demonstration that only shows verdicts.
class NullSink : public Sink {
 public:
  [[nodiscard]] std::size_t max_record_bytes(std::string_view /*topic*/) const override {
    return SIZE_MAX;
  }
  Result<std::unique_ptr<Transaction>, Failure> begin() override;
};

}  // namespace copytaster::streams
