#pragma once

#include <string>

namespace copytaster::test {

/// What IPTC ninjs 3.0 finds wrong with a record less its `copytaster` object; empty when nothing.
/// The constraints are written down here from the standard's JSON schema, apart from the writer.
[[nodiscard]] std::string ninjs_problem(const std::string& record);

}  // namespace copytaster::test
