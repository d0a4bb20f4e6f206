#pragma once

#include <string>
#include <tl/expected.hpp>

namespace copytaster {

/// A value, or the reason why there is none. Nothing in `pipeline/` throws, logs or prints: what
/// went wrong is returned. A bug is not an error value: see check.h.
template <typename T, typename E = std::string>
using Result = tl::expected<T, E>;

/// Wraps a reason so that it converts to any Result with that error type: `return Error(reason);`.
/// A class and no alias: Clang deduces no arguments of an alias before version 19.
template <typename E>
struct Error : tl::unexpected<E> {
  using tl::unexpected<E>::unexpected;
};
template <typename E>
Error(E) -> Error<E>;

}  // namespace copytaster
