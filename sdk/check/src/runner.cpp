#include "runner.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace vuedeo::check {
namespace {

using std::chrono::steady_clock;

// A folder that is gone when the check is over, however it ends.
class Scratch {
public:
    Scratch() {
        std::string path =
            (std::filesystem::temp_directory_path() / "vuedeo-check-XXXXXX").string();
        if (mkdtemp(path.data()) == nullptr) {
            throw std::system_error(errno, std::generic_category(), path);
        }
        path_ = path;
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

Result run(const Check& check, const Subject& subject) {
    try {
        check.run(subject);
        return {};
    } catch (const Skipped& why) {
        return {Verdict::kSkipped, why.what()};
    } catch (const std::exception& why) {
        return {Verdict::kBroken, why.what()};
    }
}

// The child's result comes as one byte of verdict and the text behind it.
[[noreturn]] void runInChild(const Check& check, const Subject& subject, int pipe) {
    const Result result = run(check, subject);
    std::string message(1, static_cast<char>(result.verdict));
    message += result.why;
    const char* next = message.data();
    std::size_t left = message.size();
    while (left > 0) {
        const ssize_t written = ::write(pipe, next, left);
        if (written <= 0) break;
        next += written;
        left -= static_cast<std::size_t>(written);
    }
    // Without the destructors of a plugin that may be broken.
    ::_exit(0);
}

// What the child says until it closes the pipe; false: it did not in time.
bool readUntil(int pipe, steady_clock::time_point end, std::string& message) {
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - steady_clock::now());
        pollfd waited{pipe, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&waited, 1, static_cast<int>(left.count())) == 0) {
            return false;
        }
        const ssize_t got = ::read(pipe, buffer.data(), buffer.size());
        if (got <= 0) return true;
        message.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

Result resultOf(const std::string& message, int status) {
    if (!message.empty()) return {static_cast<Verdict>(message[0]), message.substr(1)};
    if (WIFSIGNALED(status)) {
        return {Verdict::kBroken, std::string("the process died: ") + strsignal(WTERMSIG(status))};
    }
    return {Verdict::kBroken, "the process ended"};
}

}  // namespace

const char* toString(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kHeld:
            return "ok";
        case Verdict::kBroken:
            return "FAILED";
        case Verdict::kSkipped:
            break;
    }
    return "skipped";
}

Result runHere(const Check& check, const PluginFolder& plugin, const std::string& configJson) {
    const Scratch scratch;
    return run(check, {plugin, configJson, scratch.path()});
}

Result runApart(const Check& check, const PluginFolder& plugin, const std::string& configJson,
                std::chrono::seconds limit) {
    const Scratch scratch;
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    const pid_t child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) {
        ::setpgid(0, 0);  // so that what it starts ends with it
        ::close(ends[0]);
        runInChild(check, {plugin, configJson, scratch.path()}, ends[1]);
    }
    ::close(ends[1]);
    std::string message;
    const bool inTime = readUntil(ends[0], steady_clock::now() + limit, message);
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!inTime) {
        return {Verdict::kBroken, "it was not over after " + std::to_string(limit.count()) + " s"};
    }
    return resultOf(message, status);
}

}  // namespace vuedeo::check
