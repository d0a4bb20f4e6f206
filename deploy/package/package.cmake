# The Debian package: `deploy/package`, or the targets `deb` and `package`. Version and date are those of
# deploy/package/changelog, so that the same tree gives the same bytes whenever it is packed.
set(here "${PROJECT_SOURCE_DIR}/deploy/package")
set(made "${PROJECT_BINARY_DIR}/package-files")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${here}/changelog")
file(STRINGS "${here}/changelog" newest REGEX "^copytaster \\(" LIMIT_COUNT 1)
file(STRINGS "${here}/changelog" signed REGEX "^ -- " LIMIT_COUNT 1)
string(REGEX REPLACE ".*\\((.*)-(.*)\\).*" "\\1" upstream "${newest}")
string(REGEX REPLACE ".*\\((.*)-(.*)\\).*" "\\2" revision "${newest}")
string(REGEX REPLACE "^ -- (.*>)  .*" "\\1" maintainer "${signed}")
string(REGEX REPLACE "^ -- .*>  (.*)" "\\1" signed_at "${signed}")
if(NOT upstream VERSION_EQUAL PROJECT_VERSION)
  message(FATAL_ERROR "deploy/package/changelog is of ${upstream}, the project of ${PROJECT_VERSION}")
endif()
execute_process(COMMAND date --date=${signed_at} +%s OUTPUT_VARIABLE epoch OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND date --utc --date=${signed_at} +%F OUTPUT_VARIABLE day OUTPUT_STRIP_TRAILING_WHITESPACE)

# The linker says what it took from where; the bill of materials is made from that.
set(map "${PROJECT_BINARY_DIR}/copytaster.map")
target_link_options(copytaster PRIVATE "LINKER:-Map=${map}" LINKER:-z,relro LINKER:-z,now)

file(MAKE_DIRECTORY "${made}")
set(gzip gzip --no-name --best --force)
add_custom_command(
  OUTPUT "${made}/copytaster.1.gz" "${made}/copytaster.yaml.5.gz"
  COMMAND python3 "${here}/man_pages.py" $<TARGET_FILE:copytaster> "${PROJECT_SOURCE_DIR}/config/defaults.yaml"
          ${PROJECT_VERSION} ${day} "${made}"
  COMMAND ${gzip} "${made}/copytaster.1" "${made}/copytaster.yaml.5"
  DEPENDS copytaster "${here}/man_pages.py" "${here}/program_help.py" "${PROJECT_SOURCE_DIR}/config/defaults.yaml"
  VERBATIM)
add_custom_command(
  OUTPUT "${made}/copytaster.bash" "${made}/_copytaster"
  COMMAND python3 "${here}/completions.py" $<TARGET_FILE:copytaster> "${made}/copytaster.bash" "${made}/_copytaster"
  DEPENDS copytaster "${here}/completions.py" "${here}/program_help.py"
  VERBATIM)
file(GLOB licences CONFIGURE_DEPENDS "${here}/licences/*")
add_custom_command(
  OUTPUT "${made}/copytaster.spdx.json" "${made}/copyright"
  COMMAND python3 "${here}/linked.py" --program $<TARGET_FILE:copytaster> --map "${map}" --build "${PROJECT_BINARY_DIR}"
          --version ${PROJECT_VERSION} --date ${epoch} --sbom "${made}/copytaster.spdx.json"
          --copyright "${made}/copyright"
  DEPENDS copytaster "${here}/linked.py" "${here}/copyright" ${licences}
  VERBATIM)
add_custom_command(
  OUTPUT "${made}/changelog.Debian.gz"
  COMMAND ${CMAKE_COMMAND} -E copy "${here}/changelog" "${made}/changelog.Debian"
  COMMAND ${gzip} "${made}/changelog.Debian"
  DEPENDS "${here}/changelog" VERBATIM)
add_custom_target(package_files ALL DEPENDS
  "${made}/copytaster.1.gz" "${made}/copytaster.bash" "${made}/copytaster.spdx.json" "${made}/changelog.Debian.gz")

# One unit, twice: for the one newsroom, and for each of several.
set(restart "RestartSec=10")
if(libsystemd_VERSION VERSION_GREATER_EQUAL 254)  # older ones know no longer pauses
  set(restart "RestartSec=5\nRestartSteps=4\nRestartMaxDelaySec=60")
endif()
foreach(instance "" "@")
  set(description "copytaster, the news-ingest daemon")
  set(newsroom copytaster)
  if(instance)
    set(description "${description}, for %i")
    set(newsroom %i)
  endif()
  configure_file("${PROJECT_SOURCE_DIR}/deploy/systemd/copytaster.service.in" "${made}/copytaster${instance}.service" @ONLY)
endforeach()

install(TARGETS copytaster RUNTIME DESTINATION bin)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/config/lexicons" DESTINATION share/copytaster
        FILES_MATCHING PATTERN "*.tsv" PATTERN own EXCLUDE PATTERN open EXCLUDE)
install(FILES "${PROJECT_SOURCE_DIR}/config/models/entities-en.model"
              "${PROJECT_SOURCE_DIR}/config/models/entities-en.model.card.json" DESTINATION share/copytaster/models)
install(FILES "${PROJECT_SOURCE_DIR}/deploy/sample-wire.jsonl" DESTINATION share/copytaster)
install(FILES "${made}/copytaster.service" "${made}/copytaster@.service" DESTINATION lib/systemd/system)
install(FILES "${PROJECT_SOURCE_DIR}/deploy/systemd/sysusers.conf" DESTINATION lib/sysusers.d RENAME copytaster.conf)
install(FILES "${PROJECT_SOURCE_DIR}/config/defaults.yaml" DESTINATION /etc/copytaster RENAME copytaster.yaml)
install(DIRECTORY DESTINATION /etc/copytaster/secrets DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
install(FILES "${made}/copytaster.1.gz" DESTINATION share/man/man1)
install(FILES "${made}/copytaster.yaml.5.gz" DESTINATION share/man/man5)
install(FILES "${made}/copytaster.bash" DESTINATION share/bash-completion/completions RENAME copytaster)
install(FILES "${made}/_copytaster" DESTINATION share/zsh/vendor-completions)
install(FILES "${made}/copyright" "${made}/copytaster.spdx.json" "${made}/changelog.Debian.gz"
        DESTINATION share/doc/copytaster)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/deploy/monitoring" DESTINATION share/doc/copytaster)
install(FILES "${here}/lintian-overrides" DESTINATION share/lintian/overrides RENAME copytaster)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME copytaster)
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_BINARY_DIR}/cpack-moment.cmake")
file(WRITE "${CPACK_PROJECT_CONFIG_FILE}" "set(ENV{SOURCE_DATE_EPOCH} ${epoch})\n")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_DEBIAN_PACKAGE_RELEASE ${revision})
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd | systemd-sysusers, ca-certificates")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "tells new articles of a news stream from copies and updates")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Raw articles in, as JSON from Kafka topics or folders; out come IPTC ninjs
records, each with an explained verdict on whether it is new, a copy or an
update and of what, its language, people, organisations, places, quotes,
topics and story, each exactly once.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${here}/conffiles;${here}/postinst;${here}/prerm;${here}/postrm")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
add_custom_target(deb COMMAND ${CMAKE_CPACK_COMMAND} --config CPackConfig.cmake -G DEB
                  WORKING_DIRECTORY "${PROJECT_BINARY_DIR}" DEPENDS package_files USES_TERMINAL VERBATIM)
