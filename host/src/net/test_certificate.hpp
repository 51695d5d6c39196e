// For tests: a folder with a key and a certificate that it signs itself, removed with it.
#pragma once
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "net/tls.hpp"

namespace vuedeo::net {

class TestCertificate {
public:
    TestCertificate() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "vuedeo-tls-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
        folder_ = pattern;
        files_.key = (folder_ / "key.pem").string();
        files_.certificate = (folder_ / "certificate.pem").string();
        write();
    }
    ~TestCertificate() { std::filesystem::remove_all(folder_); }
    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;

    const TlsFiles& files() const { return files_; }

private:
    using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

    void write() const {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                      EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        const File keyFile = create(files_.key);
        PEM_write_PrivateKey(keyFile.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        const File certificateFile = create(files_.certificate);
        PEM_write_X509(certificateFile.get(), certificate.get());
    }

    static File create(const std::string& path) {
        File file(std::fopen(path.c_str(), "w"), std::fclose);
        if (!file) throw std::runtime_error(path + " cannot be created");
        return file;
    }

    std::filesystem::path folder_;
    TlsFiles files_;
};

}  // namespace vuedeo::net
