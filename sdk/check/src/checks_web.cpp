// What holds for the browser half, in a browser.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include "check.hpp"

namespace vuedeo::check {
namespace {

std::filesystem::path moduleOf(const Subject& subject) {
    if (subject.plugin.webModule.empty()) throw Skipped("it has no browser half");
    auto path = subject.plugin.folder / "web" / subject.plugin.webModule;
    require(std::filesystem::is_regular_file(path), path.string() + " is missing");
    return path;
}

std::string quoted(const std::string& text) {
    std::string inQuotes = "'";
    for (const char c : text) inQuotes += c == '\'' ? "'\\''" : std::string(1, c);
    return inQuotes + "'";
}

// What a shell command prints.
std::string outputOf(const std::string& command) {
    struct Close {
        void operator()(FILE* pipe) const { pclose(pipe); }
    };
    const std::unique_ptr<FILE, Close> pipe(popen((command + " 2>/dev/null").c_str(), "r"));
    if (pipe == nullptr) throw std::runtime_error("no shell can be started");
    std::string output;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        output.append(buffer.data(), got);
    return output;
}

std::string browser() {
    for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
        if (!outputOf(std::string("command -v ") + name).empty()) return name;
    }
    throw Skipped("there is no Chromium here");
}

// What the page says in the end, where `script` runs as a module beside the browser half,
// module.mjs.
std::string pageSays(const Subject& subject, const std::string& script) {
    std::filesystem::copy_file(moduleOf(subject), subject.scratch / "module.mjs");
    std::ofstream(subject.scratch / "page.mjs") << script;
    std::ofstream(subject.scratch / "page.html")
        << "<!doctype html><body><p id=verdict>it did not load</p>\n"
           "<script>addEventListener('error', (e) => (verdict.textContent = e.message), true)\n"
           "addEventListener('unhandledrejection', (e) => (verdict.textContent = "
           "e.reason))</script>\n"
           "<script type=module src=page.mjs></script>";
    const std::string document = outputOf(
        browser() + " --headless --no-sandbox --disable-gpu --allow-file-access-from-files" +
        " --user-data-dir=" + quoted(subject.scratch / "browser") +
        " --virtual-time-budget=10000 --dump-dom " +
        quoted("file://" + (subject.scratch / "page.html").string()));
    const std::string begin = "<p id=\"verdict\">";
    const std::size_t at = document.find(begin);
    require(at != std::string::npos, "the browser showed no page");
    return document.substr(at + begin.size(), document.find("</p>", at) - at - begin.size());
}

void loads(const Subject& subject) {
    const std::string verdict =
        pageSays(subject, "import './module.mjs'\nverdict.textContent = 'it loads'\n");
    require(verdict == "it loads", subject.plugin.webModule + ": " + verdict);
}

// The names that its default export must have: vuedeo.d.ts.
void exportsItsContract(const Subject& subject) {
    static const std::map<std::string, std::string> functions = {{"video-provider", "join"},
                                                                 {"chart", "mount"}};
    const auto function = functions.find(subject.plugin.kind);
    if (function == functions.end()) throw Skipped("its kind has no browser half");
    const std::string verdict =
        pageSays(subject,
                 "import * as all from './module.mjs'\n"
                 "const half = all.default\n"
                 "verdict.textContent = half?.apiVersion !== 1 ? 'apiVersion is not 1'\n"
                 "  : typeof half." +
                     function->second + " !== 'function' ? '" + function->second +
                     " is missing' : 'it is there'\n");
    require(verdict == "it is there", subject.plugin.webModule + ": " + verdict);
}

}  // namespace

std::vector<Check> webChecks() {
    return {
        {"web-loads", "The browser half is one ES module that loads in Chromium.", "", loads},
        {"web-exports", "Its default export has apiVersion 1 and join or mount.", "",
         exportsItsContract},
    };
}

}  // namespace vuedeo::check
