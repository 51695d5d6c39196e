// The log: one line an event, human on a console or JSON for machines, to standard error.
// The only singleton of the host. Any thread. Values must hold no secret: nothing is redacted here.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace vuedeo::log {

enum class Level { kError = 3, kWarning = 4, kInfo = 6, kDebug = 7 };
enum class Format { kHuman, kJson };

struct Field {
    std::string_view key;
    std::variant<std::string_view, int64_t, double, bool> value;
};

// Called once, before threads start.
void configure(Level level, Format format);
bool enabled(Level level) noexcept;

// Control characters in text are escaped, so that one event stays one line.
void write(Level level, std::string_view message,
           std::initializer_list<Field> fields = {}) noexcept;

inline void error(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    write(Level::kError, message, fields);
}
inline void warning(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    write(Level::kWarning, message, fields);
}
inline void info(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    write(Level::kInfo, message, fields);
}
inline void debug(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    if (enabled(Level::kDebug)) write(Level::kDebug, message, fields);
}

}  // namespace vuedeo::log
