# For `pkgs.callPackage`, and for flake.nix: version and description are those of Cargo.toml.
{
  lib,
  rustPlatform,
  installShellFiles,
}:
let
  root = ../..;
  cargo = (builtins.fromTOML (builtins.readFile (root + "/Cargo.toml"))).package;
in
rustPlatform.buildRustPackage {
  pname = cargo.name;
  inherit (cargo) version;
  src = lib.cleanSource root;
  cargoLock.lockFile = root + "/Cargo.lock";
  nativeBuildInputs = [ installShellFiles ];
  # The suite asks for git, other checkers and a clock; `cargo test` in a clone is where it runs.
  cargoTestFlags = [ "--lib" ];
  postInstall = ''
    $out/bin/zonelint man > zonelint.1
    for command in $(sed -n 's/^zonelint\\-\([a-z]*\)(1)$/\1/p' zonelint.1 | grep -vx help); do
      $out/bin/zonelint man "$command" > "zonelint-$command.1"
    done
    installManPage zonelint*.1
    installShellCompletion --cmd zonelint \
      --bash <($out/bin/zonelint completions bash) \
      --zsh <($out/bin/zonelint completions zsh) \
      --fish <($out/bin/zonelint completions fish)
  '';
  doInstallCheck = true;
  # The incident of the README has one error.
  installCheckPhase = ''
    status=0
    $out/bin/zonelint check --format concise testdata/incident || status=$?
    test "$status" -eq 1
  '';
  meta = {
    inherit (cargo) description;
    homepage = cargo.homepage;
    license = with lib.licenses; [
      mit
      asl20
    ];
    mainProgram = "zonelint";
    platforms = lib.platforms.unix;
  };
}
