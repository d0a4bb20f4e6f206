#include "pipeline/records.h"

#include <array>

namespace copytaster {
namespace {

constexpr std::size_t kHeaderLengths = 10;  // two varints of 32 bits

template <typename Enum, std::size_t kCount>
std::string_view lookup(const std::array<std::string_view, kCount>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

}  // namespace

std::size_t record_bytes(const OutputRecord& record) {
  std::size_t bytes = (record.key ? record.key->size() : 0) + record.value.size();
  for (const auto& header : record.headers)
    bytes += header.name.size() + header.value.size() + kHeaderLengths;
  return bytes;
}

std::string_view name(Kind kind) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "kill", "stale", "exact", "near", "spun", "rewrite", "excerpt", "update", "new"};
  return lookup(kNames, kind);
}

std::string_view name(Identity identity) {
  static constexpr std::array<std::string_view, 5> kNames = {"first", "resend", "revision", "stale",
                                                             "kill"};
  return lookup(kNames, identity);
}

std::string_view name(CopyKind copy) {
  static constexpr std::array<std::string_view, 6> kNames = {"none", "exact",   "near",
                                                             "spun", "rewrite", "excerpt"};
  return lookup(kNames, copy);
}

std::string_view name(OverrideType type) {
  static constexpr std::array<std::string_view, 5> kNames = {"not_copy", "copy_of", "split",
                                                             "merge", "same_source"};
  return lookup(kNames, type);
}

Kind kind_of(CopyKind copy) {
  static constexpr std::array<Kind, 6> kKinds = {Kind::kNew,  Kind::kExact,   Kind::kNear,
                                                 Kind::kSpun, Kind::kRewrite, Kind::kExcerpt};
  return kKinds.at(static_cast<std::size_t>(copy));
}

CopyKind copy_of(Kind kind) {
  switch (kind) {
    case Kind::kExact:
      return CopyKind::kExact;
    case Kind::kNear:
      return CopyKind::kNear;
    case Kind::kSpun:
      return CopyKind::kSpun;
    case Kind::kRewrite:
      return CopyKind::kRewrite;
    case Kind::kExcerpt:
      return CopyKind::kExcerpt;
    default:
      return CopyKind::kNone;
  }
}

std::string_view name(EntityType type) {
  static constexpr std::array<std::string_view, 3> kNames = {"person", "organisation", "place"};
  return lookup(kNames, type);
}

std::string_view name(PubStatus status) {
  static constexpr std::array<std::string_view, 3> kNames = {"usable", "withheld", "canceled"};
  return lookup(kNames, status);
}

}  // namespace copytaster
