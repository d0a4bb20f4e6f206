#include "pipeline/annotate/training/readable.h"

#include <rapidjson/document.h>

#include <algorithm>

namespace copytaster::annotate {

std::string readable_text(std::string_view bytes) {
  if (!bytes.starts_with('{')) return std::string(bytes);
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    rapidjson::Document line;
    line.Parse<rapidjson::kParseIterativeFlag>(bytes.data() + at, end - at);
    at = end + 1;
    if (line.HasParseError() || !line.IsObject()) continue;
    for (const char* member : {"title", "body", "text"}) {
      const auto found = line.FindMember(member);
      if (found == line.MemberEnd() || !found->value.IsString()) continue;
      text.append(found->value.GetString(), found->value.GetStringLength()).append("\n\n");
    }
  }
  return text;
}

}  // namespace copytaster::annotate
