#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/desk.h"

/// Articles that arrive at a Desk, analysed by the real text and dedup rooms.
namespace copytaster::testing::desk {

inline constexpr std::int64_t kStart = 1'700'000'000'000;  ///< milliseconds: `at` counts from here
inline constexpr std::int64_t kMinute = 60'000;
inline constexpr std::int64_t kDay = 24 * 60 * kMinute;

/// Its uri is urn:article:SOURCE:ID.
AnalysedMessage arrive(const std::string& source, const std::string& id, const std::string& body,
                       std::int64_t at, const std::string& title = "");
AnalysedMessage kill(const std::string& source, const std::string& id, std::int64_t at);

/// With the item's own times: minutes after kStart.
AnalysedMessage published(AnalysedMessage analysed, std::int64_t minute);
AnalysedMessage updated(AnalysedMessage analysed, std::int64_t minute);
AnalysedMessage version(AnalysedMessage analysed, const std::string& own);
AnalysedMessage at_url(AnalysedMessage analysed, const std::string& url_key);

/// What a person says; `by` is "Ada".
AnalysedMessage say(Override said, std::int64_t at);
AnalysedMessage not_copy(const std::string& uri, const std::string& of, std::int64_t at);
AnalysedMessage copy_of(const std::string& uri, const std::string& of, CopyKind kind,
                        std::int64_t at);

Verdict verdict(Desk& desk, const AnalysedMessage& analysed);

/// A Desk of default options whose journal is kept, in bytes.
class JournalledDesk {
 public:
  void decide(const AnalysedMessage& analysed);
  /// What the journal folds to; expects every entry to be taken.
  [[nodiscard]] std::unique_ptr<Desk> folded() const;
  [[nodiscard]] const Desk& desk() const { return desk_; }

 private:
  Desk desk_{DeskOptions{}};
  std::vector<std::string> journal_;
};

/// Lets the Desk's clock pass to `at`: it follows nobody but twenty who agree.
void pass_time(Desk& desk, std::int64_t at);

}  // namespace copytaster::testing::desk
