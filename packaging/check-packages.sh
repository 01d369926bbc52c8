#!/usr/bin/env bash
# the NuGet packages, from a project outside of the repository
# Read by release.sh.

feed=$out/nuget
outside=$work/outside
libraries=(DigitalEmblem DigitalEmblem.Verifier DigitalEmblem.Discovery DigitalEmblem.Publishing DigitalEmblem.Store DigitalEmblem.Data
  DigitalEmblem.Extensions DigitalEmblem.Testing)
mkdir -p "$outside"
# Our own packages go to a folder of this run: in the user's own, a package of the same version from an earlier build would be taken.
export NUGET_PACKAGES=$work/packages NUGET_FALLBACK_PACKAGES=${NUGET_PACKAGES:-$HOME/.nuget/packages}
cat >"$outside/nuget.config" <<EOF
<configuration>
  <packageSources><add key="release" value="$feed" /></packageSources>
  <fallbackPackageFolders><add key="user" value="$NUGET_FALLBACK_PACKAGES" /></fallbackPackageFolders>
</configuration>
EOF
# A project of its own takes nothing of the folders above it.
echo '<Project />' | tee "$outside/Directory.Build.props" "$outside/Directory.Build.targets" "$outside/Directory.Packages.props" >/dev/null
: >"$outside/Directory.Build.rsp"

has_metadata() { # PACKAGE: what people see of it
  local file=$feed/$1.$version.nupkg nuspec entries
  nuspec=$(unzip -p "$file" "$1.nuspec")
  entries=$(unzip -Z1 "$file")
  for element in '<license type="expression">' '<icon>icon.png<' '<readme>README.md<' '<projectUrl>' '<tags>' '<releaseNotes>' '<description>' \
    'commit="'"$(git rev-parse HEAD)"'"'; do
    grep -qF "$element" <<<"$nuspec" || { echo "$1 has no $element"; return 1; }
  done
  for entry in README.md icon.png NOTICE; do
    grep -qx "$entry" <<<"$entries" || { echo "$1 has no $entry"; return 1; }
  done
}

has_library() { # PACKAGE: documentation, and symbols whose sources stand in the repository under a path of no machine
  local file=$feed/$1.$version
  grep -qx "lib/net10.0/$1.xml" <<<"$(unzip -Z1 "$file.nupkg")" || return 1
  unzip -p "$file.snupkg" "lib/net10.0/$1.pdb" >"$work/symbols.pdb" || return 1
  ! grep -qaF "$work" "$work/symbols.pdb" && ! grep -qaF "$PWD" "$work/symbols.pdb"
}

consumer() { # FOLDER PACKAGE...: a new console program that takes these packages
  local folder=$outside/$1
  shift
  mkdir -p "$folder"
  { echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>'
    echo '<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup><ItemGroup>'
    for package in "$@"; do echo "<PackageReference Include=\"${package%%:*}\" Version=\"${package##*:}\" />"; done
    echo '</ItemGroup></Project>'; } >"$folder/consumer.csproj"
  echo 'Console.WriteLine("built");' >"$folder/Program.cs"
}

sample() { # NAME: a sample as a reader would have it, with packages in place of projects
  local folder=$outside/$1 package
  mkdir -p "$folder"
  cp -r "samples/$1/." "$folder/"
  rm -f "$folder/packages.lock.json"
  sed -i -E 's|<ProjectReference Include="[^"]*/([^/"]*)\.csproj" ?/>|<PackageReference Include="\1" />|' "$folder/$1.csproj"
  { sed '/<\/Project>/d' Directory.Packages.props
    echo '<PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally><TargetFramework>net10.0</TargetFramework>'
    echo '<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NoWarn>$(NoWarn);NU1507</NoWarn></PropertyGroup><ItemGroup>'
    for package in "${libraries[@]}"; do echo "<PackageVersion Include=\"$package\" Version=\"$version\" />"; done
    echo '</ItemGroup></Project>'; } >"$folder/Directory.Packages.props"
}

builds() { dotnet build "$outside/$1" --configuration Release --verbosity quiet -warnaserror "${@:2}"; }

counts() { # PACKAGE: how many packages it brings, and how large a program that uses it is
  consumer "count-$1" "$1:$version"
  dotnet publish "$outside/count-$1" --configuration Release --output "$outside/count-$1/out" --verbosity quiet -warnaserror >"$work/count.log" 2>&1 \
    || { cat "$work/count.log"; return 1; }
  printf '%-24s %3d packages with itself, %5s published, %s the package\n' "$1" \
    "$(grep -c '^      "[^"]*/[^"]*": {' "$outside/count-$1/obj/project.assets.json" || true)" \
    "$(du -sh "$outside/count-$1/out" | cut -f1)" "$(du -h "$feed/$1.$version.nupkg" | cut -f1)" >>"$work/counts"
}

publishes() { # SAMPLE HOW [PACKAGE]: no warning of the trimmer or of the native compiler, but in the code of a package of others that is named
  local code=0 log=$outside/$1/$2.log warnings
  dotnet publish "$outside/$1" --configuration Release --runtime "$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)" --self-contained \
    "-p:$2=true" --output "$outside/$1/$2" --verbosity quiet -p:TrimmerSingleWarn=false >"$log" 2>&1 || code=$?
  warnings=$(grep 'warning' "$log" | sort -u || true)
  [ -z "${3:-}" ] || warnings=$(grep -vF "$3" <<<"$warnings" || true)
  cat "$log"
  [ "$code" -eq 0 ] && [ -z "$warnings" ]
}

vulnerable() { dotnet list "$outside/$1" package --vulnerable --include-transitive; }

breaks() { # packing a later version that takes a public member away must fail, and one that takes nothing away must pass
  local clone=$clones/one/src/DigitalEmblem.Testing
  dotnet pack "$clone" -c Release -o "$work/later" -p:Version=99.0.0 -p:RunAnalyzers=false -p:RestoreLockedMode=false \
    -p:RestoreAdditionalProjectSources="$feed" -p:PackageValidationBaselineVersion="$version" -v quiet || return 1
  sed -i 's/public void Advance(TimeSpan time)/public void MoveOn(TimeSpan time)/' "$clone/FakeClock.cs"
  ! dotnet pack "$clone" -c Release -o "$work/later" -p:Version=99.0.0 -p:RunAnalyzers=false -p:RestoreLockedMode=false \
    -p:RestoreAdditionalProjectSources="$feed" -p:PackageValidationBaselineVersion="$version" -v quiet >"$work/breaking.log" 2>&1 || return 1
  grep -q 'CP0002.*Advance' "$work/breaking.log"
}

expect "CHANGELOG.md has a section of $version" grep -q "^## $version" CHANGELOG.md
for package in "${libraries[@]}" DigitalEmblem.Cli DigitalEmblem.Cli.any DigitalEmblem.Cli.linux-x64; do
  expect "$package says what it is: readme, icon, licence, links, commit" has_metadata "$package"
done
for package in "${libraries[@]}"; do
  expect "$package has documentation and symbols" has_library "$package"
  expect "$package is installed, and a program with it is published" counts "$package"
done
cat "$work/counts"

typo_stops() { # a setting that is mistyped ends the program at its start, and is named
  local code=0
  sed 's/"RequiredLevel"/"RequiredLevl"/' "$outside/CheckHost/appsettings.json" >"$outside/CheckHost/PublishAot/appsettings.json"
  "$outside/CheckHost/PublishAot/check-host" www.society.example >"$work/typo.log" 2>&1 || code=$?
  cat "$work/typo.log"
  [ "$code" -eq 78 ] && grep -q 'RequiredLevl.*did you mean.*RequiredLevel' "$work/typo.log"
}

for name in VerifyOffline CheckHost UpstreamProxy RecheckList TestedApplication; do
  sample "$name"
  expect "samples/$name builds with packages alone" builds "$name"
done
expect "samples/TestedApplication passes its tests" dotnet test "$outside/TestedApplication" --configuration Release --no-build --verbosity quiet
expect "samples/VerifyOffline is trimmed without a warning" publishes VerifyOffline PublishTrimmed
expect "samples/VerifyOffline becomes a native program without a warning" publishes VerifyOffline PublishAot
# HybridCache can serialize by reflection, which ours never asks it to: it is given a serializer of its own for what it keeps.
hybrid=Microsoft.Extensions.Caching.Hybrid
expect "samples/CheckHost is trimmed without a warning but those of $hybrid" publishes CheckHost PublishTrimmed $hybrid
expect "samples/CheckHost becomes a native program without a warning but those of $hybrid" publishes CheckHost PublishAot $hybrid
echo "        $(grep -c 'warning' "$outside/CheckHost/PublishAot.log" || true) lines with warnings of $hybrid; the native check-host has $(du -h \
  "$outside/CheckHost/PublishAot/check-host" | cut -f1)"
expect "a native program starts" grep -q '^usage: verify-offline' <<<"$("$outside/VerifyOffline/PublishAot/verify-offline" 2>&1)"
expect "a mistyped setting stops the start" typo_stops
expect "a later version may not take away what users compiled against" breaks

# The registry may not be able to say what is vulnerable. An old version of a package with a known fault shows whether it does.
consumer control Newtonsoft.Json:12.0.1
consumer all "DigitalEmblem.Extensions:$version" "DigitalEmblem.Store:$version" "DigitalEmblem.Data:$version" "DigitalEmblem.Publishing:$version"
dotnet restore "$outside/control" --verbosity quiet >/dev/null 2>&1 || true
dotnet restore "$outside/all" --verbosity quiet >/dev/null 2>&1 || true
if grep -q 'Newtonsoft.Json.*\(High\|Critical\)' <<<"$(vulnerable control 2>/dev/null)"; then
  expect "no package that ours bring is known to be vulnerable" grep -q 'has no vulnerable packages' <<<"$(vulnerable all)"
else
  not_checked "whether packages are vulnerable: the package source does not tell, not even of Newtonsoft.Json 12.0.1"
fi

tool() { # FOLDER SOURCE: installs the command from a feed
  local config=$work/$1.config
  sed "s|value=\"$feed\"|value=\"$2\"|" "$outside/nuget.config" >"$config"
  dotnet tool install DigitalEmblem.Cli --version "$version" --tool-path "$outside/$1" --configfile "$config"
}

portable_feed() { # the same feed as another machine sees it: the list names no native package for it
  local list=$work/list
  mkdir -p "$work/portable" "$list"
  cp "$feed/DigitalEmblem.Cli.any.$version.nupkg" "$work/portable/"
  unzip -q -o "$feed/DigitalEmblem.Cli.$version.nupkg" -d "$list"
  find "$list" -name DotnetToolSettings.xml -exec sed -i '/RuntimeIdentifier="linux-x64"/d' {} +
  (cd "$list" && zip -q -r "$work/portable/DigitalEmblem.Cli.$version.nupkg" .)
}

not() { ! "$@"; }

native() { [ -e "$1/emblem" ] && [ -z "$(find "$1" -name 'emblem.dll')" ]; } # FOLDER

starts() { # COMMAND: the median of eleven starts, in milliseconds
  local i begin
  for i in $(seq 11); do
    begin=$(date +%s%N)
    "$1" --version >/dev/null
    echo $((($(date +%s%N) - begin) / 1000000))
  done | sort -n | sed -n 6p
}

expect "the command is installed as a tool of .NET: the native one" tool tool "$feed"
expect "it is native" native "$outside/tool"
expect "the tool explains itself" grep -q 'Usage:' <<<"$("$outside/tool/emblem" --help)"
expect "a feed for another machine is made" portable_feed
expect "the portable tool is installed where there is no native one" tool portable "$work/portable"
expect "it is not native" not native "$outside/portable"
expect "it explains itself in the same words" diff <("$outside/tool/emblem" --help) <("$outside/portable/emblem" --help)
for variant in tool portable; do
  printf '%-10s starts in %4s ms (median of 11), %s installed\n' "$variant" "$(starts "$outside/$variant/emblem")" \
    "$(du -sh "$outside/$variant" | cut -f1)"
done
ls -l --block-size=K "$feed"/DigitalEmblem.Cli.*.nupkg | awk '{ n = split($9, p, "/"); print "        " p[n], $5 }'
