#include "exports/command.hpp"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "exports/room_export.hpp"
#include "http/timestamp.hpp"
#include "plugins/plugin_error.hpp"
#include "plugins/registry.hpp"

namespace vuedeo::exports {
namespace {

constexpr std::chrono::seconds kBetweenLines{2};

class Output {
public:
    explicit Output(const std::string& path)
        : name_(path.empty() ? "standard output" : path),
          file_(path.empty() ? stdout : std::fopen(path.c_str(), "wb")) {
        if (file_ == nullptr) fail();
    }
    ~Output() {
        if (file_ != nullptr && file_ != stdout) std::fclose(file_);
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void write(const std::string& bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail();
    }
    // A full disk may show only here.
    void finish() {
        std::FILE* const file = std::exchange(file_, nullptr);
        if ((file == stdout ? std::fflush(file) : std::fclose(file)) != 0) fail();
    }

private:
    [[noreturn]] void fail() const {
        throw std::runtime_error(name_ + " cannot be written: " + std::strerror(errno));
    }

    const std::string name_;
    std::FILE* file_;
};

bool came(const sigset_t& signals) {
    const timespec now{};
    return sigtimedwait(&signals, nullptr, &now) > 0;
}

bool write(RoomExport& samples, Output& output, const sigset_t& stopSignals) {
    using Clock = std::chrono::steady_clock;
    auto nextLine = Clock::now() + kBetweenLines;
    for (bool more = true; more;) {
        if (came(stopSignals)) return false;
        std::string piece;
        more = samples.next(piece, {});
        output.write(piece);
        if (Clock::now() < nextLine) continue;
        nextLine = Clock::now() + kBetweenLines;
        std::cerr << samples.samples() << " samples" << std::endl;
    }
    output.finish();
    return true;
}

std::optional<int64_t> readTime(const char* option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (const auto ms = http::parseTimestamp(text)) return ms;
    throw config::UsageError(std::string("vuedeo: ") + option + ": \"" + text +
                             "\" is neither RFC 3339 nor Unix time in milliseconds");
}

RoomExport::Wish readWish(const config::Export& wish) {
    const auto format = formatOf(wish.format);
    if (!format) {
        throw config::UsageError("vuedeo: --format: \"" + wish.format +
                                 "\" is none of csv, ndjson and json");
    }
    RoomExport::Wish read;
    read.room = wish.room;
    read.format = *format;
    read.participantId = wish.participant;
    read.fromMs = readTime("--from", wish.from);
    read.toMs = readTime("--to", wish.to);
    if (read.fromMs && read.toMs && *read.fromMs >= *read.toMs) {
        throw config::UsageError("vuedeo: --to must be after --from");
    }
    return read;
}

std::unique_ptr<RoomExport> find(plugins::StoreClient store, const RoomExport::Wish& wish) {
    try {
        auto samples = std::make_unique<RoomExport>(store, wish, plugins::CallScope{});
        if (wish.participantId.empty() || samples->hasParticipant()) return samples;
    } catch (const plugins::PluginError& error) {
        if (error.status() != VUEDEO_E_NOT_FOUND) throw;
        throw std::runtime_error("--room: the store knows no room \"" + wish.room + "\"");
    }
    throw std::runtime_error("--participant: \"" + wish.participantId +
                             "\" has not been in the room");
}

}  // namespace

int run(const config::Config& config, const config::Export& wish, const sigset_t& stopSignals) {
    const RoomExport::Wish read = readWish(wish);
    plugins::Services services;
    plugins::Registry registry(plugins::Registry::StoreOnly{}, config, services);
    registry.start();
    const auto samples = find(plugins::StoreClient(registry.metrics()), read);
    Output output(wish.output);
    const bool complete = write(*samples, output, stopSignals);
    std::cerr << samples->samples() << " samples exported"
              << (complete ? "" : ": interrupted, the output is not complete") << std::endl;
    if (!registry.stop()) std::_Exit(EXIT_FAILURE);  // a plugin hangs: its threads cannot be joined
    return complete ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace vuedeo::exports
