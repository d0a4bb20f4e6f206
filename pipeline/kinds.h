#pragma once

#include <cstdint>
#include <string_view>

/// The words of a verdict.
namespace copytaster {

enum class Kind : std::uint8_t {
  kKill,
  kStale,
  kExact,
  kNear,
  kSpun,
  kRewrite,
  kExcerpt,
  kUpdate,
  kNew
};
enum class Identity : std::uint8_t { kFirst, kResend, kRevision, kStale, kKill };
enum class CopyKind : std::uint8_t { kNone, kExact, kNear, kSpun, kRewrite, kExcerpt };

[[nodiscard]] std::string_view name(Kind kind);
[[nodiscard]] std::string_view name(Identity identity);
[[nodiscard]] std::string_view name(CopyKind copy);

/// The copy kinds by the name that consumers see; `kNew` for none.
[[nodiscard]] Kind kind_of(CopyKind copy);
/// The other way round; `kNone` for what is no copy.
[[nodiscard]] CopyKind copy_of(Kind kind);

[[nodiscard]] inline bool is_copy(Kind kind) { return copy_of(kind) != CopyKind::kNone; }

}  // namespace copytaster
