using DigitalEmblem.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// What the issue asks to be shown, by the command. If one fails, data that were changed pass as marked, or one changed byte makes a valid
/// sign look wrong.
/// </summary>
public sealed class MarkedFolderTests(MarkedFolder folder) : IClassFixture<MarkedFolder>
{
    private readonly DataScene _scene = folder.Scene;

    [Fact]
    public void Mark_TenThousandFiles_SaysWhatWasMarkedAndWhere()
    {
        Assert.StartsWith("Marked 10,000 files (", folder.Marked, StringComparison.Ordinal);
        Assert.Contains($" for {DataScene.Society}, until ", folder.Marked, StringComparison.Ordinal);
        Assert.Contains(_scene.Sign, folder.Marked, StringComparison.Ordinal);
        Assert.Contains("Copies of the sign stay valid until it expires.", folder.Marked, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AsMarked_Is0AndSaysSoInOneLine()
    {
        (int code, string output, string error) = _scene.Check();
        Assert.Equal(0, code);
        string[] lines = output.Split('\n');
        Assert.Matches(
            @"^Marked\. 10,000 files \(\d+ KiB\) are as https://society\.example marked them; the sign expires in 29 days\. ", lines[0]);
        Assert.Contains("Commitments were taken as given, not checked here.", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("Purposes      protective: ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.TrimStart().StartsWith("Limits: ", StringComparison.Ordinal));
        Assert.Contains("What this does not show", output, StringComparison.Ordinal);
        Assert.StartsWith("Read 10,000 files, ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OneByteChanged_Is4AndNamesThatFile()
    {
        string file = Path.Combine(_scene.Tree, "42/4242");
        byte[] before = File.ReadAllBytes(file);
        byte[] after = [.. before];
        after[3] ^= 1;
        File.WriteAllBytes(file, after);
        (int code, string output, _) = _scene.Check();
        File.WriteAllBytes(file, before);
        Assert.Equal(4, code);
        Assert.StartsWith("Not as marked. ", output, StringComparison.Ordinal);
        Assert.Contains("42/4242", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("  changed     42/4242 (", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Invalid", output, StringComparison.Ordinal);
        Assert.Equal(0, _scene.Check().Code);
    }

    /// <summary>A check as a user for whom the mode counts; root reads everything.</summary>
    [Fact]
    public void Check_OneFileUnreadableForTheUser_Is3AndNamesIt()
    {
        if (!Child.IsRoot)
        {
            return;
        }

        string file = Path.Combine(_scene.Tree, "7/777");
        string[] line = [.. Child.AsNobody, .. Child.LineOfCopy(_scene.Command.Folder, _scene.CheckArguments())];
        File.SetUnixFileMode(file, UnixFileMode.None);
        (int code, string output, string error) = Child.Run(line);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.True(code == 3, $"{code}\n{output}{error}");
        Assert.StartsWith("Could not find out. ", output, StringComparison.Ordinal);
        Assert.Contains("  unreadable  7/777", output, StringComparison.Ordinal);
        Assert.Contains("as a user who may read all files", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OneFileAdded_Is4AndNamesItAnd0WhereNewOnesAreAllowed()
    {
        string file = _scene.Add("99/added");
        (int code, string output, _) = _scene.Check();
        (int allowed, string allowedOutput, _) = _scene.Check(null, "--allow-new");
        File.Delete(file);
        Assert.Equal(4, code);
        Assert.Contains("  new         99/added: it is there and is not listed", output, StringComparison.Ordinal);
        Assert.Contains("--allow-new", output, StringComparison.Ordinal);
        Assert.Equal(0, allowed);
        Assert.Contains("1 new entry is not covered.", allowedOutput.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("  new         99/added", allowedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SignCopiedToAnotherFolder_Is4AndSaysWhy()
    {
        string other = Directory.CreateDirectory(_scene.Command.PathOf("other")).FullName;
        File.WriteAllText(Path.Combine(other, "weapons.txt"), "content");
        Child.Run("cp", "-r", Path.Combine(_scene.Tree, ".adem"), other);
        (int code, string output, _) = _scene.Check(other);
        Assert.Equal(4, code);
        Assert.StartsWith("Not as marked. ", output, StringComparison.Ordinal);
        Assert.Contains("other data", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("  new         weapons.txt", output, StringComparison.Ordinal);
        Assert.Contains("more; --all shows them.", output, StringComparison.Ordinal);
        Assert.Contains("  missing     99/9999", _scene.Check(other, "--all").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TokenAltered_Is2()
    {
        byte[] before = _scene.ReadSign();
        foreach (int at in (int[])[before.Length / 3, 40, 0])
        {
            byte[] after = [.. before];
            after[at] ^= 1;
            File.WriteAllBytes(_scene.Sign, after);
            (int code, string output, _) = _scene.Check();
            File.WriteAllBytes(_scene.Sign, before);
            Assert.Equal(2, code);
            Assert.StartsWith("Invalid. ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Check_ManifestLost_Is3AndSaysWhatIsNeeded()
    {
        string manifest = _scene.Manifest, away = _scene.Command.PathOf("away");
        File.Move(manifest, away);
        (int code, string output, _) = _scene.Check();
        File.Move(away, manifest);
        Assert.Equal(3, code);
        Assert.StartsWith("Could not find out. ", output, StringComparison.Ordinal);
        Assert.Contains($"({Path.GetFileName(manifest)})", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NetworkDenied_Is0()
    {
        string trace = _scene.Command.PathOf("trace");
        string[] before = Child.Run("unshare", "-n", "true").Code == 0
            ? ["unshare", "-n"]
            : ["strace", "-f", "-e", "trace=network", "-o", trace];
        (int code, string output, string error) = Child.Run([.. before, .. Child.Line(_scene.CheckArguments())]);
        Assert.True(code == 0, $"{code}\n{output}{error}");
        Assert.DoesNotContain("AF_INET", File.Exists(trace) ? File.ReadAllText(trace) : "", StringComparison.Ordinal);
        Assert.Contains("Nobody: nothing was asked.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MovedToAnotherPathOrFileSystem_Is0()
    {
        string elsewhere = _scene.Command.PathOf("else/where");
        Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
        Directory.Move(_scene.Tree, elsewhere);
        int moved = _scene.Check(elsewhere).Code;
        Directory.Move(elsewhere, _scene.Tree);
        Assert.Equal(0, moved);

        string memory = Path.Combine("/dev/shm", "emblem-tests-" + Path.GetRandomFileName());
        Child.Run("cp", "-r", _scene.Tree, memory);
        (int code, string output, _) = _scene.Check(memory);
        Directory.Delete(memory, recursive: true);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Check_Json_HasALineForEachDifferenceAndTheAnswerInTheLast()
    {
        string file = _scene.Add("99/added");
        string[] lines = _scene.Check(null, "--output", "json").Out.TrimEnd('\n').Split('\n');
        string[] all = _scene.Check(null, "--output", "json", "--all").Out.TrimEnd('\n').Split('\n');
        File.Delete(file);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("""{"path":"99/added","kind":"File","standing":"New",""", lines[0], StringComparison.Ordinal);
        using var last = System.Text.Json.JsonDocument.Parse(lines[1]);
        Assert.Equal(
            ("NotAccepted", 4, 1, 10_000, "Marked"),
            (
                last.RootElement.GetProperty("outcome").GetString(),
                last.RootElement.GetProperty("exit").GetInt32(),
                last.RootElement.GetProperty("counts").GetProperty("new").GetInt32(),
                last.RootElement.GetProperty("counts").GetProperty("covered").GetInt32(),
                last.RootElement.GetProperty("verdict").GetProperty("verdict").GetString()));
        Assert.Equal(DataSign.Read(_scene.ReadSign()).Root.ToString(), last.RootElement.GetProperty("root").GetString());
        Assert.Equal(MarkedFolder.Files + 2, all.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/.adem")]
    [InlineData("/.adem/emblem")]
    public void Check_ByThePathOfItsSign_IsTheSame(string after) => Assert.Equal(0, _scene.Check(_scene.Tree + after).Code);

    [Fact]
    public void Verify_OfTheSign_SaysWhichCommandReadsIt() => Assert.Contains(
        "emblem data check", _scene.Command.Run("verify", _scene.Sign, "--assume-committed").Out, StringComparison.Ordinal);
}
