using System.Diagnostics;
using DigitalEmblem.Issuer.Tests.Custody;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Certificates;

/// <summary>
/// What packaging/operators/renew-certificate asks of lego, in each state that a folder can be in; programs in the places of the issuer and
/// of lego note how they are called. When these fail, a certificate is never renewed again after a disk was full or an address was changed.
/// </summary>
public sealed class RenewalStatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RenewalStatesTests()
    {
        Program("bin/lego", """
            echo "$(basename "$PWD") $*" >>../calls
            [ ! -e ../fails ] || exit 1
            mkdir -p certificates
            echo "issued for $(cat request.pem)" >certificates/x.crt
            echo authority >certificates/x.issuer.crt
            """);
        Program("issuer", """
            here=$(dirname "$0")
            case "$1 $2" in
              "commitment keys") cat "$here/keys" ;;
              "commitment request") echo "request of $4" ;;
              "commitment lasts") [ ! -e "$here/ends" ] ;;
              "commitment import") echo "$(cat chain.pem)" >>"$here/imported"; [ ! -e "$here/refuses" ] || exit 70 ;;
              *) echo "$*" >>"$here/hooks" ;;
            esac
            """);
        File.WriteAllText(_folder.PathOf("keys"), "one\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SecondDay_TakesTheSameCertificate_AndTheDayBeforeItsEndOrdersAnother()
    {
        Assert.Equal(0, Renew());
        Assert.Equal(0, Renew());
        Assert.Equal(["run"], Calls());
        Assert.Equal(["issued for request of one", "issued for request of one"], Lines("imported"));

        File.WriteAllText(_folder.PathOf("ends"), "");
        Assert.Equal(0, Renew());

        Assert.Equal(["run", "run"], Calls());
        Assert.Equal(3, Lines("imported").Length);
    }

    /// <summary>Another authority, or another account, knows nothing of the certificate: to renew it there would fail each day.</summary>
    [Theory]
    [InlineData("SERVER", "https://acme.example/directory")]
    [InlineData("EMAIL", "other@society.example")]
    public void OtherAuthorityOrAccount_IsAskedAnew(string variable, string value)
    {
        Renew();

        Assert.Equal(0, Renew((variable, value)));
        Assert.Equal(0, Renew((variable, value)));

        Assert.Equal(["run", "run"], Calls());
    }

    /// <summary>lego was ended while it wrote, its folder was not in a backup, or the script was ended between two steps.</summary>
    [Theory]
    [InlineData("one/certificates/x.crt")]
    [InlineData("one/chain.pem")]
    [InlineData("one/answered")]
    public void FileThatIsGoneOrEmpty_IsMadeAnew(string file)
    {
        Renew();
        File.WriteAllText(_folder.PathOf(file), "");
        Assert.Equal(0, Renew());
        File.Delete(_folder.PathOf(file));
        Assert.Equal(0, Renew());

        Assert.Equal(["run", "run", "run"], Calls());
        Assert.Equal(3, Lines("imported").Length);
    }

    /// <summary>The authority is not asked for another certificate each day, which it would refuse after some days.</summary>
    [Fact]
    public void CertificateThatTheServiceRefuses_IsTriedAgain_AndNotOrderedAgain()
    {
        File.WriteAllText(_folder.PathOf("refuses"), "");
        Assert.Equal(70, Renew());
        Assert.Equal(70, Renew());
        File.Delete(_folder.PathOf("refuses"));
        Assert.Equal(0, Renew());

        Assert.Equal(["run"], Calls());
    }

    [Fact]
    public void LegoThatFails_IsAskedTheSameTheNextDay()
    {
        File.WriteAllText(_folder.PathOf("fails"), "");
        Assert.Equal(1, Renew());
        File.Delete(_folder.PathOf("fails"));
        Assert.Equal(0, Renew());

        Assert.Equal(["run", "run"], Calls());
    }

    /// <summary>Each root key has a folder of its own, and one that fails holds up no other.</summary>
    [Fact]
    public void SeveralKeys_AreRenewedByThemselves()
    {
        File.WriteAllText(_folder.PathOf("keys"), "one\ntwo\n");
        File.WriteAllText(_folder.PathOf("two"), "no folder");
        Assert.NotEqual(0, Renew());
        File.Delete(_folder.PathOf("two"));
        Assert.Equal(0, Renew());

        Assert.Equal(["one run", "two run"], Lines("calls").Select(c => $"{c.Split(' ')[0]} {Verb(c)}"));
    }

    [Fact]
    public void NoKeyYet_IsToldAndNoFault()
    {
        File.WriteAllText(_folder.PathOf("keys"), "");

        Assert.Equal(0, Renew());
        Assert.False(File.Exists(_folder.PathOf("calls")));
    }

    [Fact]
    public void Hook_PassesWhatLegoSays_AlsoWhatBeginsAsAnOption()
    {
        Assert.Equal(0, Run(["present", "_acme-challenge.society.example.", "-hij"]));
        Assert.Equal(0, Run(["cleanup", "_acme-challenge.society.example.", "--x y"]));

        Assert.Equal(
            ["acme present -- _acme-challenge.society.example. -hij", "acme cleanup -- _acme-challenge.society.example. --x y"],
            Lines("hooks"));
    }

    private static string Verb(string call) => call.Split(' ')[^1];

    private string[] Calls() => [.. Lines("calls").Select(Verb)];

    private string[] Lines(string file) => File.ReadAllLines(_folder.PathOf(file));

    private int Renew(params (string Name, string Value)[] environment) => Run([], environment);

    private int Run(string[] words, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "packaging", "operators", "renew-certificate"), words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ISSUER"] = _folder.PathOf("issuer");
        start.Environment["STATE_DIRECTORY"] = _folder.FullPath;
        start.Environment["EMAIL"] = "emblems@society.example";
        start.Environment["PATH"] = $"{_folder.PathOf("bin")}:/usr/bin:/bin";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        Task.WaitAll(output, error);
        return process.ExitCode;
    }

    private void Program(string name, string script)
    {
        string path = _folder.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/bash\nset -eu\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
