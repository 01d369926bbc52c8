using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Mistakes that people make on their first day, and the first line of the answer. If one fails, a newcomer is left with a line that does
/// not say what was wrong, or what to do.
/// </summary>
[Collection(nameof(CurrentDirectory))]
public sealed class NewcomerTests : IDisposable
{
    private static readonly byte[] Picture = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52];

    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    [Theory]
    [InlineData("a misspelt command", 64, "emblem: There is no command 'emblem chekc'. Did you mean 'emblem check'?", "chekc", "x.example")]
    [InlineData("a word of other programs", 64, "emblem: There is no command 'emblem help'. Did you mean 'emblem --help'?", "help")]
    [InlineData(
        "a misspelt option", 64, "emblem: 'emblem verify' has no option --assume-commited: did you mean --assume-committed?", "verify",
        "--assume-commited", "x")]
    [InlineData(
        "a host with https:// and a path", 3, "Could not find out. IHLE could not be asked: the server could not be reached.", "check",
        "https://www.society.example/about", "--server", "127.0.0.1:9")]
    [InlineData("a file that is missing", 64, "emblem: '@nowhere.cbor' does not exist.", "verify", "@nowhere.cbor")]
    [InlineData("a folder that is missing", 64, "emblem: '@no/where.cbor' does not exist.", "verify", "@no/where.cbor")]
    [InlineData(
        "a host in place of a file", 64,
        "emblem: '@www.society.example' does not exist. This command reads files; 'emblem check' looks up hosts.", "verify",
        "@www.society.example")]
    [InlineData(
        "a file in place of a host", 3,
        "There is a file 'picture.png' here, and the host of that name is looked up. 'emblem verify' judges tokens in a file; 'emblem "
            + "check -' reads names from standard input.",
        "check", "picture.png", "--server", "127.0.0.1:9")]
    [InlineData(
        "a file that is a picture", 3, "Could not find out. @picture.png: a PNG image. Bring what dig prints as a text, or a bundle.",
        "verify", "@picture.png")]
    [InlineData(
        "a dead resolver", 3, "Could not find out. IHLE could not be asked: the server could not be reached.", "check",
        "www.society.example", "--server", "127.0.0.1:9")]
    [InlineData(
        "a resolver's URL", 64, "emblem: 'https://192.0.2.53/dns-query' is for --doh: --server takes ADDR or ADDR:PORT.", "check",
        "x.example", "--server", "https://192.0.2.53/dns-query")]
    [InlineData(
        "an emblem that ended", 2, "Invalid. There is no valid emblem. The emblem expired on 2026-12-01 23:50:00 UTC.", "verify", "@bundle",
        "--at", "2027-12-01", "--assume-committed")]
    [InlineData(
        "a wrong passphrase", 64,
        "emblem: '@key.pem': The private key could not be decrypted: the passphrase is wrong, or the file is damaged.", "key", "show",
        "@key.pem")]
    [InlineData(
        "no log list", 64, "emblem: No log list is installed. 'emblem logs update' installs one; --log-list names a file.", "logs", "show")]
    [InlineData(
        "no log list, and logs are to be asked", 64,
        "emblem: --online needs a log list, because only logs of a list are asked: install one with 'emblem logs update', or name one with "
            + "--log-list.",
        "check", "www.society.example", "--online", "--server", "127.0.0.1:9")]
    [InlineData(
        "a key file that others can read", 0,
        "Others on this machine can read '@clear.pem', which holds a private key without a passphrase: chmod 600 '@clear.pem', and make a "
            + "new key if you do not know who read it.",
        "key", "id", "@clear.pem")]
    [InlineData(
        "a Windows path", 64,
        "emblem: '@C:\\Users\\me\\emblem.cbor' does not exist. On this system, a slash (/) stands between folders, and there are no "
            + "drives.",
        "verify", "@C:\\Users\\me\\emblem.cbor")]
    public void Mistake_IsAnsweredWithWhatToDo(string mistake, int code, string firstLine, params string[] args)
    {
        _command.Write("picture.png", Picture);
        _command.Write("key.pem", TestKeys.QuickPem(TestKeys.Of(SignatureAlgorithm.ES256), "another"));
        _command.Write("clear.pem", TestKeys.Of(SignatureAlgorithm.ES256).ToPlaintextPemUnsafe());
        File.SetUnixFileMode(_command.PathOf("clear.pem"), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        _command.Done(
            "sign", "emblem", "--key", _command.Write("own.pem", TestKeys.QuickPem(TestKeys.Of(SignatureAlgorithm.Ed25519), "test")),
            "--issuer", "https://society.example", "--asset", "www.society.example", "--purpose", "protective", "--lifetime", "24h",
            "--out", "@emblem");
        _command.Write("own.pub", TestKeys.Of(SignatureAlgorithm.Ed25519).PublicKey.ToPem());
        _command.Done("bundle", "@emblem", "@own.pub", "--out", "@bundle");
        string before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(_command.Folder);
            (int answered, string output, string error) = _command.Run(args);
            string first = (error.Length > 0 ? error : output).Split('\n')[0];
            Assert.Equal(
                (mistake, code, firstLine.Replace("@", "", StringComparison.Ordinal)),
                (mistake, answered, first.Replace(_command.Folder + "/", "", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    /// <summary>The lines after the first say what would help.</summary>
    [Fact]
    public void DeadResolver_IsToldWhatToTry() => Assert.Contains(
        "A resolver that answers: is this machine connected, and is the server the right one? --server, --dot and --doh name others.",
        _command.Run("check", "www.society.example", "--server", "127.0.0.1:9").Out,
        StringComparison.Ordinal);
}
