# What is made at build time: constants for the named SQL statements, the message catalogues,
# the style sheet and scripts, and one object file that carries all of these inside the program.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(GENERATED ${CMAKE_BINARY_DIR}/generated)

file(GLOB_RECURSE SQL_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.sql)
set(SQL_HEADERS "")
foreach(sql ${SQL_FILES})
  if(NOT sql MATCHES "/migrations/")
    file(RELATIVE_PATH relative ${CMAKE_SOURCE_DIR}/src ${sql})
    list(APPEND SQL_HEADERS ${GENERATED}/${relative}.h)
  endif()
endforeach()
add_custom_command(
  OUTPUT ${GENERATED}/sql.stamp
  BYPRODUCTS ${SQL_HEADERS}
  COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/script/generate/statements.py
          ${CMAKE_SOURCE_DIR}/src ${GENERATED}
  COMMAND ${CMAKE_COMMAND} -E touch ${GENERATED}/sql.stamp
  DEPENDS ${SQL_FILES} ${CMAKE_SOURCE_DIR}/script/generate/statements.py
  COMMENT "Naming the SQL statements")
add_custom_target(generated_sql DEPENDS ${GENERATED}/sql.stamp)

# Message catalogues: ui/locales/<language>.po -> <language>.mo
file(GLOB PO_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/ui/locales/*.po)
set(MO_FILES "")
foreach(po ${PO_FILES})
  get_filename_component(language ${po} NAME_WE)
  set(mo ${GENERATED}/assets/locales/${language}.mo)
  add_custom_command(OUTPUT ${mo}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${GENERATED}/assets/locales
    COMMAND msgfmt --check --output-file=${mo} ${po} DEPENDS ${po})
  list(APPEND MO_FILES ${mo})
endforeach()

# Style sheet and scripts: ui/ with the packages of ui/package-lock.json
file(GLOB_RECURSE UI_FILES CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/ui/styles/* ${CMAKE_SOURCE_DIR}/ui/scripts/* ${CMAKE_SOURCE_DIR}/ui/images/*)
add_custom_command(
  OUTPUT ${GENERATED}/ui.stamp
  COMMAND ${CMAKE_SOURCE_DIR}/script/generate/ui ${CMAKE_SOURCE_DIR}/ui ${GENERATED}
  COMMAND ${CMAKE_COMMAND} -E touch ${GENERATED}/ui.stamp
  DEPENDS ${UI_FILES} ${CMAKE_SOURCE_DIR}/ui/package-lock.json ${CMAKE_SOURCE_DIR}/script/generate/ui
  COMMENT "Making the style sheet")

file(GLOB_RECURSE ASSET_FILES CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/src/*.html ${CMAKE_SOURCE_DIR}/src/*.yaml ${CMAKE_SOURCE_DIR}/data/*.csv
  ${CMAKE_SOURCE_DIR}/ui/texts/*.md
  ${CMAKE_SOURCE_DIR}/src/storage/migrations/*.sql)
add_custom_command(
  OUTPUT ${GENERATED}/assets.S ${GENERATED}/assets.cc
  COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/script/generate/assets.py
          ${CMAKE_SOURCE_DIR} ${GENERATED}
  DEPENDS ${ASSET_FILES} ${MO_FILES} ${GENERATED}/ui.stamp ${CMAKE_SOURCE_DIR}/script/generate/assets.py
  COMMENT "Packing templates, words, styles and the catalogue")
add_library(assets OBJECT ${GENERATED}/assets.S ${GENERATED}/assets.cc)
target_link_libraries(assets PRIVATE our_flags)
set_source_files_properties(${GENERATED}/assets.S PROPERTIES OBJECT_DEPENDS "${ASSET_FILES};${MO_FILES};${GENERATED}/ui.stamp")

# Nationalities with their names: Debian's iso-codes -> generated/domain/countries.inc
add_custom_command(
  OUTPUT ${GENERATED}/domain/countries.inc
  COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/script/generate/countries.py
          ${GENERATED}/domain/countries.inc
  DEPENDS ${CMAKE_SOURCE_DIR}/script/generate/countries.py
  COMMENT "Listing the nationalities")
add_custom_target(generated_countries DEPENDS ${GENERATED}/domain/countries.inc)

# Telephone country codes: libphonenumber-js -> generated/domain/phone_*.inc
add_custom_command(
  OUTPUT ${GENERATED}/domain/phone_lengths.inc ${GENERATED}/domain/phone_examples.inc
  COMMAND node ${CMAKE_SOURCE_DIR}/script/generate/phones.mjs ${CMAKE_SOURCE_DIR}/ui/node_modules
          ${GENERATED}/domain
  DEPENDS ${GENERATED}/ui.stamp ${CMAKE_SOURCE_DIR}/script/generate/phones.mjs
  COMMENT "Listing the telephone country codes")
add_custom_target(generated_phones DEPENDS ${GENERATED}/domain/phone_lengths.inc)
