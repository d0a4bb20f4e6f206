#pragma once

#include <string>
#include <string_view>

namespace copytaster::files {

/// Tells, a line at a time, whether lines may together be one JSON object that is spread over them,
/// and no JSON lines. It looks at brackets and strings alone, so that a stream whose first line is
/// damaged is not held back: of JSON lines each ends in no string and none begins with '{' where a
/// name must stand. Whether the whole is JSON is the parser's to say.
class ObjectLines {
 public:
  /// Some programs begin UTF-8 so; no part of the object.
  static constexpr std::string_view kMark = "\xef\xbb\xbf";

  /// False: they can't be, whatever follows. Blank lines are allowed anywhere.
  bool add(std::string_view line);

 private:
  bool take(char c);

  std::string open_;  ///< the brackets that no other has closed
  char last_ = '\0';  ///< before it nothing but blanks; '\0' at the beginning
  bool begun_ = false;
};

}  // namespace copytaster::files
