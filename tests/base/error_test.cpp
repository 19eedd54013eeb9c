// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/error.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

namespace gordian {
namespace {

TEST(Error, ItIsOneSentence) {
    EXPECT_EQ(to_string(Error::from_code(EACCES, "semctl(GETNCNT)", "sysv-sem/7/2")),
              "semctl(GETNCNT) on sysv-sem/7/2: permission denied");
}

TEST(Error, TheRemedyStandsAtTheEnd) {
    Error error = Error::from_code(EACCES, "semctl(GETNCNT)", "sysv-sem/7/2");
    error.remedy = "its owner or root may read it";
    EXPECT_EQ(to_string(error), "semctl(GETNCNT) on sysv-sem/7/2: permission denied; its owner or root may read it");
}

TEST(Error, FromErrnoKeepsWhatErrnoWas) {
    errno = EIDRM;
    const Error error = Error::from_errno("semctl(IPC_STAT)", "sysv-sem/7");
    EXPECT_EQ(error.code, EIDRM);
    EXPECT_EQ(to_string(error), "semctl(IPC_STAT) on sysv-sem/7: identifier removed");
}

TEST(Error, ARefusalHasItsOwnReasonAndNoErrno) {
    const Error error = Error::refused("removing", "sysv-sem/7", "it is not the set that was shown", "look again");
    EXPECT_EQ(error.code, 0);
    EXPECT_EQ(to_string(error), "removing on sysv-sem/7: it is not the set that was shown; look again");
}

TEST(Error, BadTextIsQuotedShortAndWithoutControlCharacters) {
    const Error error = Error::bad_text("maps", "\x1b[31m\n" + std::string(100'000, 'x'));
    EXPECT_LT(to_string(error).size(), 300U);
    EXPECT_EQ(to_string(error).find('\x1b'), std::string::npos);
    EXPECT_EQ(to_string(error).find('\n'), std::string::npos);
    EXPECT_NE(to_string(error).find("maps"), std::string::npos);
}

TEST(Error, NamesAreTheSymbolsOfErrno) {
    EXPECT_EQ(errno_name(EACCES), "EACCES");
    EXPECT_EQ(errno_name(0), "0");
    EXPECT_EQ(errno_name(99'999), "99999");
    EXPECT_EQ(errno_name(-1), "-1");
}

TEST(Error, WordsBeginInLowerCaseUnlessTheyAreAnAbbreviation) {
    EXPECT_EQ(errno_words(ENOENT), "no such file or directory");
    EXPECT_EQ(errno_words(99'999), "error 99999");
    EXPECT_EQ(errno_words(ENOTTY).front(), 'i');
    EXPECT_EQ(errno_words(EADV).front(), 'a');
    EXPECT_EQ(errno_words(ESRMNT).front(), 's');
}

}  // namespace
}  // namespace gordian
