#include "telemetry/log.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <string>

namespace vuedeo::log {
namespace {

constexpr std::size_t kMaxTextBytes = 8'192;  // of one message or value; the rest is cut off

struct Settings {
    std::atomic<Level> level{Level::kInfo};
    std::atomic<Format> format{Format::kHuman};
    std::atomic<bool> colours{false};
};
Settings settings;
std::mutex outputMutex;  // a line longer than a pipe takes at once must not mix with another

struct LevelStyle {
    std::string_view name;
    std::string_view padded;
    std::string_view colour;
};
LevelStyle styleOf(Level level) {
    switch (level) {
        case Level::kError:
            return {"error", "ERROR  ", "\x1b[31m"};
        case Level::kWarning:
            return {"warning", "WARNING", "\x1b[33m"};
        case Level::kInfo:
            return {"info", "INFO   ", "\x1b[32m"};
        case Level::kDebug:
            return {"debug", "DEBUG  ", "\x1b[90m"};
    }
    return {"info", "INFO   ", ""};
}

void appendTime(std::string& line, char dateTimeSeparator) {
    using std::chrono::milliseconds;
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    const int64_t total_ms = std::chrono::duration_cast<milliseconds>(sinceEpoch).count();
    const auto seconds = static_cast<std::time_t>(total_ms / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 96> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02d-%02d%c%02d:%02d:%02d.%03dZ",
                      utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, dateTimeSeparator,
                      utc.tm_hour, utc.tm_min, utc.tm_sec, static_cast<int>(total_ms % 1000));
    line.append(text.data(), static_cast<std::size_t>(length));
}

// The length of the well-formed UTF-8 sequence at the front of text (RFC 3629), 0 when there is
// none.
std::size_t utf8Length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return 0;
    }
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    const bool beyondUnicode = first == 0xF4 && byte(1) > 0x8F;
    return overlong || surrogate || beyondUnicode ? 0 : length;
}

void appendCodePoint(std::string& line, unsigned codePoint) {
    std::array<char, 16> text{};
    const int length = std::snprintf(text.data(), text.size(), "\\u%04x", codePoint);
    line.append(text.data(), static_cast<std::size_t>(length));
}

// Escapes as JSON does, and C1 control characters too, which terminals obey.
void appendEscaped(std::string& line, std::string_view text, bool quoted) {
    const bool cut = text.size() > kMaxTextBytes;
    if (cut) text = text.substr(0, kMaxTextBytes);
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        const std::size_t length = utf8Length(text);
        if (length == 0) {
            line += "\uFFFD";
        } else if (first == '\n') {
            line += "\\n";
        } else if (first == '\r') {
            line += "\\r";
        } else if (first == '\t') {
            line += "\\t";
        } else if (first < 0x20 || first == 0x7F) {
            appendCodePoint(line, first);
        } else if (first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) {
            appendCodePoint(line, static_cast<unsigned char>(text[1]));
        } else {
            if (quoted && (first == '"' || first == '\\')) line += '\\';
            line += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    if (cut) line += "...";
}

void appendQuoted(std::string& line, std::string_view text) {
    line += '"';
    appendEscaped(line, text, true);
    line += '"';
}

bool readsAsOneWord(std::string_view text) {
    if (text.empty()) return false;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte <= 0x20 || byte >= 0x7F || byte == '"' || byte == '=' || byte == '\\')
            return false;
    }
    return true;
}

struct ValueWriter {
    std::string& line;
    Format format;

    void operator()(std::string_view text) const {
        if (format == Format::kHuman && readsAsOneWord(text)) {
            appendEscaped(line, text, false);
        } else {
            appendQuoted(line, text);
        }
    }
    void operator()(int64_t number) const { line += std::to_string(number); }
    void operator()(double number) const {
        if (format == Format::kJson && !std::isfinite(number)) {
            line += "null";
            return;
        }
        std::array<char, 32> text{};
        const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
        line.append(text.data(), end);
    }
    void operator()(bool value) const { line += value ? "true" : "false"; }
};

void appendHuman(std::string& line, Level level, std::string_view message,
                 std::initializer_list<Field> fields) {
    const LevelStyle style = styleOf(level);
    const bool colours = settings.colours.load(std::memory_order_relaxed);
    appendTime(line, ' ');
    line += ' ';
    if (colours) line += style.colour;
    line += style.padded;
    if (colours) line += "\x1b[0m";
    line += ' ';
    appendEscaped(line, message, false);
    for (const Field& field : fields) {
        line += ' ';
        if (colours) line += "\x1b[2m";
        appendEscaped(line, field.key, false);
        line += '=';
        if (colours) line += "\x1b[0m";
        std::visit(ValueWriter{line, Format::kHuman}, field.value);
    }
}

void appendJson(std::string& line, Level level, std::string_view message,
                std::initializer_list<Field> fields) {
    line += R"({"time":")";
    appendTime(line, 'T');
    line += R"(","level":")";
    line += styleOf(level).name;
    line += R"(","message":)";
    appendQuoted(line, message);
    for (const Field& field : fields) {
        line += ',';
        appendQuoted(line, field.key);
        line += ':';
        std::visit(ValueWriter{line, Format::kJson}, field.value);
    }
    line += '}';
}

// What standard error does not take (closed, or a full non-blocking pipe) is lost: the log stops
// nobody.
void send(std::string_view line) noexcept {
    while (!line.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void configure(Level level, Format format) {
    settings.level = level;
    settings.format = format;
    settings.colours = isatty(STDERR_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

bool enabled(Level level) noexcept {
    return level <= settings.level.load(std::memory_order_relaxed);
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) noexcept {
    if (!enabled(level)) return;
    const int callersErrno = errno;
    try {
        std::string line;
        line.reserve(256);
        if (settings.format.load(std::memory_order_relaxed) == Format::kJson) {
            appendJson(line, level, message, fields);
        } else {
            appendHuman(line, level, message, fields);
        }
        line += '\n';
        const std::lock_guard lock(outputMutex);
        send(line);
    } catch (...) {
        send("a log line was lost: out of memory\n");
    }
    errno = callersErrno;
}

}  // namespace vuedeo::log
