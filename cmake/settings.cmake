# Compiler settings, the same for every target of ours; measured choices are explained in docs/developer.md.
# What one folder finds (OpenSSL …) must be known where its library is linked.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)

find_program(CCACHE ccache)
if(CCACHE)
  # What ccache asks for to hit although a precompiled header is used. Not the times of included files: a header that
  # changes while it is compiled would stay in the cache as it was.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

add_library(lt_settings INTERFACE)
target_compile_options(lt_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Werror)
# Messages name files as src/kit/…, not by where this checkout lies; headers are reached through links in the build
# folder, which comes second because the last option that fits wins. Debug information keeps whole paths for debuggers,
# except in what is given away.
set(prefix_map -fmacro-prefix-map)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(prefix_map -ffile-prefix-map)
endif()
target_compile_options(lt_settings INTERFACE ${prefix_map}=${PROJECT_SOURCE_DIR}/= ${prefix_map}=${CMAKE_BINARY_DIR}/=)
target_compile_definitions(lt_settings INTERFACE _GLIBCXX_ASSERTIONS)
target_link_libraries(lt_settings INTERFACE Threads::Threads)
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Several files are compiled as one, so what is local to a file is not what GCC takes for one.
  target_compile_options(lt_settings INTERFACE -Wno-subobject-linkage)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The compiler's own rubbish is not collected before it takes a gigabyte: a tenth to a fifth of the time to compile.
  target_compile_options(lt_settings INTERFACE -fpch-preprocess --param=ggc-min-heapsize=1048576 --param=ggc-min-expand=400)
  target_link_options(lt_settings INTERFACE -fuse-ld=mold)
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" OR LT_SANITIZE)
    # g++ 12 gives false alarms inside its own std::string and std::optional when it inlines (GCC bugs 105329, 105651, 105593).
    # The debug build and the sanitizers still look for what these warn of.
    target_compile_options(lt_settings INTERFACE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
      -Wno-stringop-overread -Wno-maybe-uninitialized)
  endif()
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(lt_settings INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
endif()
if(LT_SANITIZE)
  target_compile_options(lt_settings INTERFACE -fsanitize=${LT_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 believes that code it instrumented reads empty std::optional values.
    target_compile_options(lt_settings INTERFACE -Wno-maybe-uninitialized)
    # What these emit at each access took four tenths of the time to compile. The address sanitizer stops at most of what they
    # find, and the fuzzers (clang) keep them all.
    target_compile_options(lt_settings INTERFACE
      -fno-sanitize=null,alignment,vptr,object-size,pointer-overflow,nonnull-attribute,returns-nonnull-attribute)
  endif()
  target_link_options(lt_settings INTERFACE -fsanitize=${LT_SANITIZE})
endif()

# Files that include Boost.Beast need 0.7 GB each: one at a time.
set_property(GLOBAL PROPERTY JOB_POOLS heavy=1)

# One precompiled header of standard headers and of JSON, with its templates left to kit/base/json_once.cpp; tests have
# GoogleTest in theirs. Reused by every target with the same options.
file(WRITE ${CMAKE_BINARY_DIR}/pch/empty.cpp "// Carries the precompiled header.\n")
function(lt_precompile name)
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/pch/empty.cpp)
  target_link_libraries(${name} PRIVATE lt_settings)
  target_precompile_headers(${name} PRIVATE <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <mutex> <optional>
    <span> <string> <string_view> <utility> <variant> <vector> <nlohmann/json.hpp>
    ${PROJECT_SOURCE_DIR}/src/kit/base/json_once.h ${ARGN})
endfunction()
lt_precompile(lt_pch)
lt_precompile(lt_test_pch <gtest/gtest.h>)

# Optimising takes most of the time to compile, the more so with the checks of the sanitizers, and most code waits for the
# database anyway: only what computes gets these options, with its tests, whose copies of templates are linked first.
set(LT_HOT_FLAGS "" CACHE STRING "Options for the folders that compute")
set(LT_HOT_FOLDERS "^(kit|calendar|decisions|process|procedures|forms)(/|$)")
if(LT_HOT_FLAGS)
  lt_precompile(lt_pch_hot)
  lt_precompile(lt_test_pch_hot <gtest/gtest.h>)
  target_compile_options(lt_pch_hot PRIVATE ${LT_HOT_FLAGS})
  target_compile_options(lt_test_pch_hot PRIVATE ${LT_HOT_FLAGS})
endif()
