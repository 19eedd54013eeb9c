# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of Gordian has in common, and one function a kind of target.

# The flags of the house: warnings are errors.
add_library(gordian_flags INTERFACE)
target_compile_features(gordian_flags INTERFACE cxx_std_23)
target_compile_options(gordian_flags INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast -Werror)
target_include_directories(gordian_flags INTERFACE "${PROJECT_SOURCE_DIR}")
# Boost's headers are not ours to warn about.
target_link_libraries(gordian_flags INTERFACE Threads::Threads)
if(GORDIAN_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()

# gordian_library(session SOURCES local_session.cpp … PUBLIC gordian::snapshot PRIVATE gordian::collect)
# One a folder. PRIVATE is the wall: who links `session` does not see `collect`.
function(gordian_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(gordian_${name} STATIC ${arg_SOURCES})
    add_library(gordian::${name} ALIAS gordian_${name})
    target_link_libraries(gordian_${name} PUBLIC gordian_flags ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# gordian_qt(gordian_model): what the rooms with Qt need besides. No text becomes a QString without saying how.
function(gordian_qt target)
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${target} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING)
endfunction()

# gordian_test(kernel_test LABEL unit SOURCES proc_locks_test.cpp … LIBRARIES gordian::kernel)
function(gordian_test name)
    cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE gordian_flags ${arg_LIBRARIES} GTest::gmock_main)
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    # /proc/locks of the whole machine loses rows while others lock: tests that compare with it run alone.
    set(serial OFF)
    if(arg_LABEL STREQUAL "scenario")
        set(serial ON)
    endif()
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
        PROPERTIES RUN_SERIAL ${serial} LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
endfunction()
