#include "config/dotenv.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "config/load.hpp"
#include "config/test_folder.hpp"

namespace vuedeo::config {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::string faultsOf(std::string_view text) {
    try {
        parseDotEnv(text, ".env");
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no fault";
}

TEST(DotEnv, KnowsPlainQuotedAndExportedValues) {
    EXPECT_THAT(parseDotEnv("A=plain text\n"
                            "\t B = spaced \t\r\n"
                            "C='single \"$X\" \\n # kept'\n"
                            "D=\"double \\\"q\\\" \\\\ \\$ a\\tb\\nc 'x' # kept\" # comment\n"
                            "export E=exported\n"
                            "F=\n"
                            "G=a#b # comment\n"
                            "H=x=y\n"
                            "exported=no prefix\n",
                            ".env"),
                ElementsAre(Pair("A", "plain text"), Pair("B", "spaced"),
                            Pair("C", "single \"$X\" \\n # kept"),
                            Pair("D", "double \"q\" \\ $ a\tb\nc 'x' # kept"),
                            Pair("E", "exported"), Pair("F", ""), Pair("G", "a#b"),
                            Pair("H", "x=y"), Pair("exported", "no prefix")));
}

TEST(DotEnv, SkipsEmptyLinesCommentsAndAByteOrderMark) {
    EXPECT_THAT(parseDotEnv("\xEF\xBB\xBF# comment\n\n   \n  # another\nA=1", ".env"),
                ElementsAre(Pair("A", "1")));
}

TEST(DotEnv, LetsTheLastOfTwoLinesWin) {
    EXPECT_THAT(parseDotEnv("A=1\nA=2", ".env"), ElementsAre(Pair("A", "2")));
}

TEST(DotEnv, NamesEveryBadLineButNoValue) {
    EXPECT_EQ(faultsOf("hunter2\n"
                       "A=1\n"
                       "B='hunter2\n"
                       "C=\"hunter2\n"
                       "D=\"hunter\\2\"\n"
                       "E='hunter2' hunter2\n"
                       "1F=hunter2\n"
                       "=hunter2\n"
                       "G=\xFF\n"
                       "H=\"hunter2\\"),
              R"(.env:1: there is no "=": write NAME=value
.env:3: the quote ' is not closed on this line
.env:4: the quote " is not closed on this line
.env:5: unknown escape in "...": use \n \r \t \" \\ or \$
.env:6: only a comment may follow the closing quote
.env:7: the name before "=" may have letters, digits and _ only, and begins with no digit
.env:8: the name before "=" may have letters, digits and _ only, and begins with no digit
.env:9: is not UTF-8 text
.env:10: the quote " is not closed on this line)");
}

TEST(EnvironmentWithDotEnv, LetsTheEnvironmentWin) {
    const TestFolder folder;
    folder.write(".env", "VUEDEO_TEST_BOTH=file\nVUEDEO_TEST_FILE=file\n");
    setenv("VUEDEO_TEST_BOTH", "environment", 1);
    const Environment environment = environmentWithDotEnv(folder.path());
    EXPECT_EQ(environment("VUEDEO_TEST_BOTH"), "environment");
    EXPECT_EQ(environment("VUEDEO_TEST_FILE"), "file");
    EXPECT_EQ(environment("VUEDEO_TEST_NEITHER"), std::nullopt);
    unsetenv("VUEDEO_TEST_BOTH");
}

TEST(EnvironmentWithDotEnv, NeedsNoFile) {
    const TestFolder folder;
    EXPECT_EQ(environmentWithDotEnv(folder.path())("VUEDEO_TEST_NEITHER"), std::nullopt);
    std::filesystem::create_directory(folder.path() / ".env");
    EXPECT_EQ(environmentWithDotEnv(folder.path())("VUEDEO_TEST_NEITHER"), std::nullopt);
}

TEST(EnvironmentWithDotEnv, RefusesAFileThatIsHuge) {
    const TestFolder folder;
    const auto file = folder.write(".env", std::string(1'048'577, '#'));
    try {
        environmentWithDotEnv(folder.path());
        FAIL() << "accepted";
    } catch (const ConfigError& error) {
        EXPECT_EQ(error.what(), file.string() + ": cannot be read: is larger than 1024 KiB");
    }
}

}  // namespace
}  // namespace vuedeo::config
