# lexbor 3 or later: the system's, else the one that deploy/install-lexbor built into its cache. Makes the target
# `lexbor`.
pkg_check_modules(system_lexbor QUIET IMPORTED_TARGET lexbor>=3)
add_library(lexbor INTERFACE)
if(system_lexbor_FOUND)
  target_link_libraries(lexbor INTERFACE PkgConfig::system_lexbor)
  return()
endif()

if(DEFINED ENV{XDG_CACHE_HOME})
  set(lexbor_prefix "$ENV{XDG_CACHE_HOME}/copytaster/lexbor-3.1.0")
else()
  set(lexbor_prefix "$ENV{HOME}/.cache/copytaster/lexbor-3.1.0")
endif()
if(NOT EXISTS "${lexbor_prefix}/lib/liblexbor_static.a")
  message(FATAL_ERROR "lexbor is not at ${lexbor_prefix}: run deploy/install-dependencies")
endif()
target_include_directories(lexbor SYSTEM INTERFACE "${lexbor_prefix}/include")
target_link_libraries(lexbor INTERFACE "${lexbor_prefix}/lib/liblexbor_static.a" m)
