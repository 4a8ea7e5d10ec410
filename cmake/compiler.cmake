# One set of warnings and flags for all of our own code.
add_library(our_flags INTERFACE)
target_compile_options(our_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Werror -Werror=switch)
target_include_directories(our_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(our_flags INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  TEMUJANJI_VERSION="${PROJECT_VERSION}")

if(TEMUJANJI_SANITIZE)
  add_compile_options(-fsanitize=${TEMUJANJI_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TEMUJANJI_SANITIZE})
  # clang 14 cannot place this check's data in the parts it splits coroutines into.
  if(TEMUJANJI_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-fno-sanitize=function)
  endif()
  # Asio's memory fences add nothing that its locks do not order already.
  if(TEMUJANJI_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)
    # What is added to each access hides from the compiler that optional values were looked at; other presets warn.
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
endif()

# Several source files at once halve a build; each is compiled by itself in the presets without this.
if(CMAKE_UNITY_BUILD)
  # To the compiler all but the first of them are headers, which should not use what is anonymous. And to clang a name that
  # two of them have is one that hides the other.
  target_compile_options(our_flags INTERFACE
    $<IF:$<CXX_COMPILER_ID:GNU>,-Wno-subobject-linkage,-Wno-shadow>)
endif()

if(TEMUJANJI_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
