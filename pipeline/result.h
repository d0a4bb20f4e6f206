#pragma once

#include <string>
#include <tl/expected.hpp>

namespace copytaster {

/// A value, or the reason why there is none. Nothing in `pipeline/` throws, logs or prints: what
/// went wrong is returned. A bug is not an error value: see check.h.
template <typename T, typename E = std::string>
using Result = tl::expected<T, E>;

/// Wraps a reason so that it converts to any Result with that error type: `return Error{reason};`.
template <typename E>
using Error = tl::unexpected<E>;

}  // namespace copytaster
