using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// Names and signs that were chosen to deceive. If one fails, a file's name clears the screen of an investigator, or writes a line that
/// looks like ours: "Marked.".
/// </summary>
public sealed class HostileDataTests : IDisposable
{
    private const string Evil = "x\u001b[2J\u202emarked\nMarked. FORGED\r\u0007y";

    private static readonly byte[] NotUtf8 = [(byte)'a', 0xff, 0x1b, (byte)'[', 0xc3];

    private readonly DataScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Names_WithEscapesNewlinesAndBytesThatAreNoUtf8_AreMarkedCheckedAndShownSafely()
    {
        _scene.Add("plain");
        _scene.Add(Encoding.UTF8.GetBytes(Evil));
        _scene.Add(NotUtf8);
        _scene.Mark();
        Assert.Equal(0, Safe(_scene.Check()).Code);

        File.WriteAllText(Path.Combine(_scene.Tree, Evil), "changed");
        Child.Run("sh", "-c", $"rm {_scene.Tree}/a*");
        (int code, string output, _) = Safe(_scene.Check());
        Assert.Equal(4, code);
        Assert.Contains(
            @"  changed     x\u{1b}[2J\u{202e}marked\u{a}Marked. FORGED\u{d}\u{7}y (7 bytes)", output, StringComparison.Ordinal);
        Assert.Contains(@"  missing     a\xff\u{1b}[\xc3 (7 bytes)", output, StringComparison.Ordinal);

        string json = Safe(_scene.Check(null, "--output", "json")).Out;
        JsonElement[] lines = [.. json.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(3, lines.Length);
        Assert.Equal(NotUtf8, lines[0].GetProperty("pathBase64").GetBytesFromBase64());
        Assert.False(lines[0].TryGetProperty("path", out _));
        Assert.Equal(Evil, lines[1].GetProperty("path").GetString());
    }

    [Fact]
    public void Folder_WithAnEvilName_IsMarkedCheckedAndRemovedWithSafeOutput()
    {
        string evil = Path.Combine(_scene.Tree, Evil);
        Directory.CreateDirectory(evil);
        File.WriteAllText(Path.Combine(evil, "file"), "content");
        Assert.Equal(0, Safe(_scene.Command.Run(["data", "mark", evil, .. _scene.Signing])).Code);
        Assert.Equal(0, Safe(_scene.Check(evil)).Code);
        Assert.Equal(0, Safe(_scene.Command.Run("data", "remove", evil)).Code);
        Assert.Equal(1, Safe(_scene.Check(evil)).Code);
    }

    [Fact]
    public void ArchiveAndItsMembers_WithEvilNames_AreMarkedCheckedAndRefusedWithSafeOutput()
    {
        string old = _scene.Command.PathOf(Evil + ".zip"), marked = _scene.Command.PathOf(Evil + "2.zip");
        _scene.Add(Encoding.UTF8.GetBytes(Evil));
        ZipFile.CreateFromDirectory(_scene.Tree, old);
        string[] mark = ["data", "mark", old, "--into", marked, .. _scene.Signing];
        Assert.Equal(0, Safe(_scene.Command.Run([.. mark, "--exclude", Evil + "3"])).Code);
        Assert.Equal(64, Safe(_scene.Command.Run(mark)).Code);
        foreach (string form in (string[])["text", "json"])
        {
            Assert.Equal(0, Safe(_scene.Check(marked, "--output", form)).Code);
        }

        Assert.Equal(64, Safe(_scene.Command.Run(["data", "update", marked, .. _scene.Signing])).Code);
        Assert.Equal(64, Safe(_scene.Command.Run("data", "remove", marked)).Code);
        File.AppendAllText(marked, "x");
        Assert.Equal(3, Safe(_scene.Check(marked)).Code);
        File.AppendAllText(old, "x");
        File.Delete(marked);
        Assert.Equal(3, Safe(_scene.Command.Run(mark)).Code);
    }

    [Fact]
    public void FileInAMarkedFolder_WithAnEvilName_IsCheckedAndPointedToWithSafeOutput()
    {
        string file = Path.Combine(_scene.Tree, Evil);
        _scene.Add(Encoding.UTF8.GetBytes(Evil));
        Assert.Equal(1, Safe(_scene.Check(file)).Code);
        Assert.Equal(1, Safe(_scene.Command.Run("data", "point", file)).Code);
        _scene.Mark();
        Assert.Equal(0, Safe(_scene.Command.Run("data", "point", file)).Code);
        Assert.Equal(0, Safe(_scene.Check(file)).Code);
        Assert.Equal(0, Safe(_scene.Check(file, "--output", "json")).Code);
        _scene.Mark();
        Assert.Equal(3, Safe(_scene.Check(file)).Code);
        Assert.Equal(0, Safe(_scene.Command.Run("data", "point", file, "--remove")).Code);
        string added = file + "2";
        File.WriteAllText(added, "content");
        Assert.Equal(4, Safe(_scene.Check(added)).Code);
        Assert.Equal(4, Safe(_scene.Command.Run("data", "point", added)).Code);
    }

    [Fact]
    public void Exclusion_WithAnEvilName_IsShownSafely()
    {
        _scene.Add("plain");
        Safe(_scene.Command.Run(_scene.MarkArguments("--exclude", Evil)));
        (int code, string output, _) = Safe(_scene.Check());
        Assert.Equal(0, code);
        Assert.Contains("The sign leaves out 1 path.", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(@"  x\u{1b}[2J", output, StringComparison.Ordinal);
        Safe(_scene.Check(null, "--output", "json"));
    }

    [Fact]
    public void Sign_OfHostileBytesAndTexts_IsNeverMarkedAndShownSafely()
    {
        _scene.Add("plain");
        _scene.Mark();
        byte[] utf8 = Encoding.UTF8.GetBytes(Evil);
        string evil = "78" + utf8.Length.ToString("x2", CultureInfo.InvariantCulture) + Convert.ToHexString(utf8);
        var asset = new RawCwt();
        asset.Claims[RawCwt.Text("assets")] = "81" + evil;
        var issuer = new RawCwt();
        issuer.Claims["01"] = evil;
        foreach (byte[] sign in (byte[][])[
            utf8, [], [0x80], TokenBundle.WriteUnchecked([asset.Sign()]), TokenBundle.WriteUnchecked([issuer.Sign()]), new byte[2 << 20]])
        {
            File.WriteAllBytes(_scene.Sign, sign);
            foreach (string form in (string[])["text", "json"])
            {
                (int code, string output, string error) = Safe(_scene.Check(null, "--output", form));
                Assert.True(code == 2, $"{code}: {output}{error}");
            }
        }
    }

    [Fact]
    public void Sign_ThatIsAPipeALinkOrAFolder_IsNotWaitedFor()
    {
        _scene.Add("plain");
        _scene.Mark();
        foreach (string make in (string[])["mkfifo", "mkdir", "ln -s /dev/zero"])
        {
            Child.Run("sh", "-c", $"rm -r {_scene.Sign}; {make} {_scene.Sign}");
            (int code, string output, _) = Safe(_scene.Check());
            Assert.True(code is 2 or 3, $"{make}: {code}: {output}");
        }
    }

    private static (int Code, string Out, string Error) Safe((int Code, string Out, string Error) ran)
    {
        foreach (string text in (string[])[ran.Out, ran.Error])
        {
            Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain('\u202e', text);
            Assert.DoesNotContain(text.Split('\n'), l => l.StartsWith("Marked. FORGED", StringComparison.Ordinal));
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }

        return ran;
    }
}
