# The formula of a tap. It builds from the branch until there is a release: `packaging/homebrew/release.sh` then writes
# the archive of the tag into it.
class Zonelint < Formula
  desc "Lint DNS zone files offline: transposed ports, wrong services, dangling targets"
  homepage "https://OWNER.github.io/zonelint/"
  license any_of: ["MIT", "Apache-2.0"]
  head "https://github.com/OWNER/zonelint.git", branch: "main"

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    generate_completions_from_executable(bin/"zonelint", "completions", shells: [:bash, :zsh, :fish, :pwsh])
    commands = Utils.safe_popen_read(bin/"zonelint", "man").scan(/^zonelint\\-([a-z]+)\(1\)$/).flatten - ["help"]
    (man1/"zonelint.1").write Utils.safe_popen_read(bin/"zonelint", "man")
    commands.each do |command|
      (man1/"zonelint-#{command}.1").write Utils.safe_popen_read(bin/"zonelint", "man", command)
    end
    pkgshare.install "testdata/incident"
  end

  test do
    assert_match "srv-port-transposed", shell_output("#{bin}/zonelint check --format concise #{pkgshare}/incident", 1)
  end
end
