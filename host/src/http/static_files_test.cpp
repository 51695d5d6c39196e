#include "http/static_files.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "http/content_encoding.hpp"
#include "http/media_type.hpp"
#include "http/problem.hpp"
#include "net/test_answer.hpp"

namespace vuedeo::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "vuedeo-files-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        write("index.html", "<p>home</p>");
        write("assets/app.js", std::string(1000, 'j'));
        write("assets/app.js.br", "brotli");
        write("assets/app.js.gz", "gzipped");
        write("archive.gz", "a file of its own");
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << content;
    }

    static net::Response serve(const StaticFiles& files, const std::string& name,
                               const std::string& field = {}, const std::string& value = {}) {
        net::Request request = *net::makeRequest("GET", "/" + name);
        if (!field.empty()) request.head.set(field, value);
        return files.serve(request, name, Caching::kRevalidate);
    }

    fs::path folder_;
};

TEST_F(StaticFilesTest, ServesFilesFromMemory) {
    const StaticFiles files(folder_);
    fs::remove_all(folder_);
    const net::Response home = serve(files, "index.html");
    EXPECT_EQ(home.status, 200);
    EXPECT_EQ(home.content(), "<p>home</p>");
    EXPECT_EQ(home.headers.get("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(home.headers.get("Cache-Control"), "no-cache");
    const net::Response hashed =
        files.serve(*net::makeRequest("GET", "/"), "assets/app.js", Caching::kForever);
    EXPECT_EQ(hashed.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(StaticFilesTest, ServesAPageForAnErrorThatIsNotKept) {
    const StaticFiles files(folder_);
    net::Request request = *net::makeRequest("GET", "/nowhere");
    request.head.set("If-None-Match", "*");
    const net::Response page = files.serveError(request, "index.html", 404);
    EXPECT_EQ(page.status, 404);
    EXPECT_EQ(page.content(), "<p>home</p>");
    EXPECT_EQ(page.headers.get("Cache-Control"), "no-store");
    EXPECT_FALSE(page.headers.has("ETag"));
}

TEST_F(StaticFilesTest, KnowsOnlyItsFiles) {
    const StaticFiles files(folder_);
    EXPECT_TRUE(files.has("assets/app.js"));
    for (const char* name : {"", "assets", "/index.html", "../index.html", "assets/../index.html",
                             "assets/app.js.br", "nothing"}) {
        EXPECT_FALSE(files.has(name)) << name;
        EXPECT_THROW(serve(files, name), Problem) << name;
    }
    EXPECT_EQ(serve(files, "archive.gz").content(), "a file of its own");
}

TEST_F(StaticFilesTest, ChoosesTheBestEncoding) {
    const StaticFiles files(folder_);
    const auto encoding = [&files](const std::string& accepted) {
        const auto response = serve(files, "assets/app.js", "Accept-Encoding", accepted);
        EXPECT_EQ(response.headers.get("Vary"), "Accept-Encoding");
        EXPECT_EQ(response.headers.get("Content-Type"), "text/javascript; charset=utf-8");
        return response.headers.get("Content-Encoding", "plain") + " " +
               std::to_string(response.content().size());
    };
    EXPECT_EQ(encoding("gzip, deflate, br"), "br 6");
    EXPECT_EQ(encoding("gzip"), "gzip 7");
    EXPECT_EQ(encoding("br;q=0, gzip;q=0.1"), "gzip 7");
    EXPECT_EQ(encoding("identity"), "plain 1000");
    EXPECT_EQ(encoding("*"), "br 6");
    EXPECT_EQ(encoding(""), "plain 1000");
}

TEST_F(StaticFilesTest, SavesSendingWhatTheClientHas) {
    const StaticFiles files(folder_);
    const std::string tag = serve(files, "index.html").headers.get("ETag");
    const auto again = serve(files, "index.html", "If-None-Match", "\"other\", W/" + tag);
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.content(), "");
    EXPECT_EQ(again.headers.get("ETag"), tag);
    EXPECT_EQ(again.headers.get("Cache-Control"), "no-cache");
    EXPECT_EQ(serve(files, "index.html", "If-None-Match", "\"other\"").status, 200);
    // The tag of one encoding is not that of another.
    const std::string plain = serve(files, "assets/app.js").headers.get("ETag");
    const std::string brotli =
        serve(files, "assets/app.js", "Accept-Encoding", "br").headers.get("ETag");
    EXPECT_NE(plain, brotli);
}

TEST_F(StaticFilesTest, RefusesFoldersThatItCannotServe) {
    EXPECT_THROW(StaticFiles(folder_ / "missing"), std::runtime_error);
    for (int i = 0; i < 5; ++i) {
        const std::string name = "large" + std::to_string(i);
        write(name, "");
        fs::resize_file(folder_ / name, 15 * 1024 * 1024);
    }
    EXPECT_THROW(StaticFiles{folder_}, std::runtime_error);
}

TEST(MediaType, IsKnownByTheEnding) {
    EXPECT_EQ(mediaTypeOf("a.b.css"), "text/css; charset=utf-8");
    EXPECT_EQ(mediaTypeOf("css"), "application/octet-stream");
    EXPECT_EQ(mediaTypeOf(".css"), "application/octet-stream");
    EXPECT_EQ(mediaTypeOf("x.unknown"), "application/octet-stream");
}

TEST(ContentEncoding, HoldsAcceptEncodingAgainstACoding) {
    EXPECT_TRUE(acceptsEncoding("gzip;q=0.5", "gzip"));
    EXPECT_TRUE(acceptsEncoding("GZIP", "gzip"));
    EXPECT_FALSE(acceptsEncoding("gzip;q=0", "gzip"));
    EXPECT_FALSE(acceptsEncoding("gzip; q=0.000", "gzip"));
    EXPECT_FALSE(acceptsEncoding("*;q=0", "gzip"));
    EXPECT_FALSE(acceptsEncoding("x-gzip", "gzip"));
    EXPECT_FALSE(acceptsEncoding(",;q=,", "gzip"));
}

}  // namespace
}  // namespace vuedeo::http
