#pragma once

#include <string>
#include <string_view>

#include "pipeline/annotate/training/labelled.h"

namespace copytaster::annotate {

/// Puts the tokens of a labelled file together as they would be printed.
class JoinedText {
 public:
  /// Adds a token; `type` is that of the name it belongs to, or kNoName. A name goes on where the
  /// token before was of the same type, unless `begins`.
  void token(std::string_view token, std::size_t type, bool begins);
  void end_sentence();
  /// The text so far; the next one begins.
  LabelledText take();

  static constexpr std::size_t kNoName = static_cast<std::size_t>(-1);

 private:
  LabelledText text_;
  std::size_t type_ = kNoName;  ///< of the last token
  bool first_ = true;
  bool glued_ = false;
  bool in_quotes_ = false;
};

}  // namespace copytaster::annotate
