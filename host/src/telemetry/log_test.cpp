#include "telemetry/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace vuedeo::log {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

// Standard error goes to an unnamed file while this lives.
class Capture {
public:
    Capture() : file_(std::tmpfile()), saved_(dup(STDERR_FILENO)) {
        dup2(fileno(file_), STDERR_FILENO);
    }
    ~Capture() {
        dup2(saved_, STDERR_FILENO);
        close(saved_);
        std::fclose(file_);
    }
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    std::string text() const {
        std::string all(static_cast<std::size_t>(lseek(fileno(file_), 0, SEEK_END)), '\0');
        EXPECT_EQ(pread(fileno(file_), all.data(), all.size(), 0),
                  static_cast<ssize_t>(all.size()));
        return all;
    }

private:
    std::FILE* file_;
    int saved_;
};

std::string logged(Format format, std::string_view message,
                   std::initializer_list<Field> fields = {}) {
    const Capture capture;
    configure(Level::kInfo, format);
    info(message, fields);
    return capture.text();
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

TEST(LogForHumans, ShowsTimeLevelMessageAndFields) {
    const auto line = logged(Format::kHuman, "listening",
                             {{"address", "127.0.0.1"}, {"port", int64_t{3000}}, {"tls", false}});
    EXPECT_THAT(line, MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
                                   "\\.[0-9]{3}Z INFO    listening "
                                   "address=127\\.0\\.0\\.1 port=3000 tls=false\n"));
}

TEST(LogForHumans, QuotesAValueThatIsNotOneWord) {
    EXPECT_THAT(logged(Format::kHuman, "x", {{"reason", "no such \"file\""}}),
                EndsWith("x reason=\"no such \\\"file\\\"\"\n"));
    EXPECT_THAT(logged(Format::kHuman, "x", {{"name", ""}}), EndsWith("x name=\"\"\n"));
    EXPECT_THAT(logged(Format::kHuman, "x", {{"name", "a=b"}}), EndsWith("x name=\"a=b\"\n"));
}

TEST(LogForHumans, KeepsOneEventOnOneLineWhateverTheTextHolds) {
    const auto line =
        logged(Format::kHuman, "a\nb\r\x1b[2J", {{"user", "x\n2026-01-01 ERROR forged"}});
    EXPECT_THAT(line, HasSubstr("a\\nb\\r\\u001b[2J user=\"x\\n2026-01-01 ERROR forged\""));
    EXPECT_EQ(linesOf(line).size(), 1U);
}

TEST(LogForHumans, EscapesTheC1ControlCharactersThatTerminalsObey) {
    EXPECT_THAT(logged(Format::kHuman, "\u009b2J\u00e9"), EndsWith(" \\u009b2J\u00e9\n"));
}

TEST(LogForHumans, HasNoColoursInAFile) {
    EXPECT_THAT(logged(Format::kHuman, "plain"), Not(HasSubstr("\x1b")));
}

TEST(LogForHumans, HasColoursOnATerminal) {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    ASSERT_GE(terminal, 0);
    ASSERT_EQ(grantpt(terminal), 0);
    ASSERT_EQ(unlockpt(terminal), 0);
    const int client = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    ASSERT_GE(client, 0);
    const int saved = dup(STDERR_FILENO);
    dup2(client, STDERR_FILENO);
    unsetenv("NO_COLOR");
    configure(Level::kInfo, Format::kHuman);
    error("broken");
    dup2(saved, STDERR_FILENO);
    close(saved);

    std::string text(256, '\0');
    const ssize_t length = read(terminal, text.data(), text.size());
    ASSERT_GT(length, 0);
    text.resize(static_cast<std::size_t>(length));
    EXPECT_THAT(text, HasSubstr("\x1b[31mERROR  \x1b[0m broken"));
    close(client);
    close(terminal);
}

TEST(LogForMachines, IsOneJsonObjectALine) {
    const auto line = logged(Format::kJson, "stored",
                             {{"plugin", "metrics-sqlite"},
                              {"samples", int64_t{-9'007'199'254'740'993}},
                              {"busy_s", 0.25},
                              {"late", true}});
    const auto json = nlohmann::ordered_json::parse(line);
    EXPECT_THAT(json.at("time").get<std::string>(),
                MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z"));
    EXPECT_EQ(json.at("level"), "info");
    EXPECT_EQ(json.at("message"), "stored");
    EXPECT_EQ(json.at("plugin"), "metrics-sqlite");
    EXPECT_EQ(json.at("samples"), -9'007'199'254'740'993);
    EXPECT_EQ(json.at("busy_s"), 0.25);
    EXPECT_EQ(json.at("late"), true);
}

TEST(LogForMachines, CarriesAnyTextUnchanged) {
    const std::string text =
        "quote \" backslash \\ newline \n tab \t nul \x01 caf\u00e9 \U0001F600";
    const auto json = nlohmann::json::parse(logged(Format::kJson, text, {{"again", text}}));
    EXPECT_EQ(json.at("message"), text);
    EXPECT_EQ(json.at("again"), text);
}

TEST(LogForMachines, ReplacesBytesThatAreNotUtf8) {
    const std::string overlong = "\xC0\xAF", surrogate = "\xED\xA0\x80", truncated = "\xE2\x82";
    for (const auto& bad : {overlong, surrogate, truncated, std::string("\xFF"),
                            std::string("\xF5\x80\x80\x80"), std::string("\x80")}) {
        const auto json = nlohmann::json::parse(logged(Format::kJson, "a" + bad));
        EXPECT_THAT(json.at("message").get<std::string>(), HasSubstr("a\uFFFD"));
    }
}

TEST(LogForMachines, WritesNullForANumberThatJsonDoesNotKnow) {
    const auto json = nlohmann::json::parse(
        logged(Format::kJson, "x",
               {{"nan", std::nan("")}, {"infinite", std::numeric_limits<double>::infinity()}}));
    EXPECT_TRUE(json.at("nan").is_null());
    EXPECT_TRUE(json.at("infinite").is_null());
}

TEST(Log, CutsOffATextThatIsTooLong) {
    const auto line = logged(Format::kJson, std::string(1'000'000, 'x'));
    EXPECT_LT(line.size(), 9'000U);
    EXPECT_THAT(line, EndsWith("xxx...\"}\n"));
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
    const Capture capture;
    configure(Level::kWarning, Format::kHuman);
    info("unheard");
    debug("unheard");
    warning("heard");
    EXPECT_EQ(linesOf(capture.text()).size(), 1U);
    EXPECT_FALSE(enabled(Level::kInfo));
    EXPECT_TRUE(enabled(Level::kError));
}

TEST(Log, LeavesErrnoAsItWas) {
    const int saved = dup(STDERR_FILENO);
    close(STDERR_FILENO);
    configure(Level::kInfo, Format::kHuman);
    errno = ENOENT;
    info("nobody reads this");
    EXPECT_EQ(errno, ENOENT);
    dup2(saved, STDERR_FILENO);
    close(saved);
}

TEST(Log, KeepsTheLinesOfManyThreadsWhole) {
    constexpr std::size_t kThreads = 8, kLines = 50, kLength = 6'000;
    const Capture capture;
    configure(Level::kInfo, Format::kHuman);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) {
        threads.emplace_back([letter = static_cast<char>('a' + i)] {
            for (std::size_t line = 0; line < kLines; ++line) info(std::string(kLength, letter));
        });
    }
    for (auto& thread : threads) thread.join();

    const auto lines = linesOf(capture.text());
    ASSERT_EQ(lines.size(), kThreads * kLines);
    for (const auto& line : lines) {
        const auto message = line.substr(line.rfind(' ') + 1);
        ASSERT_EQ(message, std::string(kLength, message.front()));
    }
}

}  // namespace
}  // namespace vuedeo::log
