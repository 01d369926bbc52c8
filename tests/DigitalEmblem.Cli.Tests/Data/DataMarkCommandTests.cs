using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// Marking, updating and removing. If one fails, hours of hashing end in a sign that nobody accepts, or a mistake is not told in words that
/// help.
/// </summary>
public sealed class DataMarkCommandTests : IDisposable
{
    private readonly DataScene _scene = new();

    public DataMarkCommandTests()
    {
        _scene.Add("a.txt");
        _scene.Add("cache/b.txt");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void KeyThatNobodyEndorsed_Is4AndSaysSo()
    {
        _scene.Command.Write("emblem.pem", TestKeys.QuickPem(TestKeys.Of(SignatureAlgorithm.Ed25519, 3), "test"));
        Refused(4, "No endorsement in the bundle is for the key", _scene.MarkArguments());
    }

    [Fact]
    public void BundleWithoutEndorsement_Is4AndSaysSo()
    {
        _scene.Command.Write("bundle", DataScene.RootKey.PublicKey.ToPem());
        Refused(4, "has no endorsement", _scene.MarkArguments());
    }

    [Fact]
    public void BundleWithoutTheRootKey_Is4AndSaysWhichKeyIsMissing()
    {
        ReadOnlyMemory<byte>[] items = TokenBundle.Split(DataScene.Bundle(), TokenLimits.Default);
        _scene.Command.Write("bundle", TokenBundle.Write(items.Where(i => !i.Span.SequenceEqual(DataScene.RootKey.PublicKey.ToCoseKey()))));
        Refused(4, $"the key {DataScene.RootKey.PublicKey.CoseIdentifier}, and that key is not in the bundle", _scene.MarkArguments());
    }

    [Fact]
    public void EndorsementThatEnded_Is4AndSaysWhen()
    {
        _scene.Command.Write("bundle", DataScene.Bundle(TimeSpan.FromHours(1)));
        Refused(4, "ended on ", _scene.MarkArguments());
    }

    [Fact]
    public void PurposeThatIsNotPermitted_Is4AndSaysSo() =>
        Refused(4, "does not permit all of the purposes", [.. _scene.MarkArguments()[..^1], "cultural-property"]);

    [Fact]
    public void OtherIssuerThanTheEndorsed_Is4AndSaysSo() => Refused(
        4,
        "and --issuer says https://other.example",
        [.. _scene.MarkArguments().Select(a => a == DataScene.Society ? "https://other.example" : a)]);

    [Fact]
    public void EmblemInTheBundle_IsAMistakeThatSaysWhatToDo()
    {
        _scene.Command.Write("emblem", Cwt.Sign(TestTokens.Emblem(), DataScene.EmblemKey));
        string[] args = _scene.MarkArguments("--with", _scene.Command.PathOf("emblem"));
        Refused(64, "Bundle the endorsements and the public keys without it.", args);
    }

    [Theory]
    [InlineData("neither an endorsement nor a public key", "junk")]
    [InlineData("neither a token nor a public key", "")]
    public void BundleThatIsNone_IsAMistake(string expected, string content)
    {
        _scene.Command.Write("bundle", content);
        (int code, _, string error) = _scene.Command.Run(_scene.MarkArguments());
        Assert.Equal(64, code);
        Assert.Contains("neither a", error + expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at least a second", "--lifetime", "0s")]
    [InlineData("no path below the marked folder", "--exclude", "/etc")]
    [InlineData("no path below the marked folder", "--exclude", "../other")]
    [InlineData("is no purpose", "--purpose", "peace")]
    [InlineData("cannot be excluded together", "--exclude", "cache", "--exclude", "cache/b.txt")]
    [InlineData("cannot be excluded together", "--exclude", ".adem")]
    public void Option_OutOfItsRange_Is64(string expected, params string[] more)
    {
        string[] usual = _scene.MarkArguments();
        Refused(64, expected, [.. more[0] == "--purpose" ? usual[..^2] : usual, .. more]);
    }

    [Theory]
    [InlineData("--notice")]
    [InlineData("--exclude", "cache")]
    public void SingleFile_WithOptionsOfFolders_Is64(params string[] more) => Refused(
        64, "is a single file", ["data", "mark", Path.Combine(_scene.Tree, "a.txt"), .. _scene.Signing, .. more]);

    [Fact]
    public void PathThatDoesNotExist_Is64AndNamesIt()
    {
        string absent = _scene.Command.PathOf("absent");
        Refused(64, absent, ["data", "mark", absent, .. _scene.Signing]);
        Refused(64, absent, "data", "check", absent);
        Refused(64, absent, ["data", "update", absent, .. _scene.Signing]);
    }

    [Fact]
    public void Bundle_AsHexadecimalDigitsOrSingleFiles_IsTakenToo()
    {
        _scene.Command.Write("bundle", Convert.ToHexString(DataScene.Bundle()));
        _scene.Mark();
        _scene.Command.Write("bundle", DataScene.Bundle(own: false));
        string own = _scene.Command.Write("own", Cwt.Sign(
            TestTokens.Endorsement(DataScene.EmblemKey.PublicKey) with
            {
                Validity = Validity.From(DateTimeOffset.UtcNow.AddDays(-1), TimeSpan.FromDays(9.5)),
            },
            DataScene.RootKey));
        string output = _scene.Mark("--with", own);
        Assert.Equal(0, _scene.Check().Code);
        Assert.Contains("Ends earlier", output, StringComparison.Ordinal);
        Assert.Contains("expires in 8 days", _scene.Check().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Exclusion_IsNotCoveredAndNamedByMarkAndCheck()
    {
        string error = _scene.Command.Run(_scene.MarkArguments("--exclude", "./cache/", "--exclude", "absent")).Error;
        Assert.Contains("nothing named 'absent'", error, StringComparison.Ordinal);
        _scene.Add("cache/c.txt");
        (int code, string output, _) = _scene.Check();
        Assert.Equal(0, code);
        Assert.StartsWith("Marked. 1 file (7 bytes) is as https://society.example marked it; ", output, StringComparison.Ordinal);
        Assert.Contains("The sign leaves out 2 paths.", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(
            "Left out by the sign, with all below: anything may lie there\n  absent\n  cache\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_WhileMarking_Is3AndNamedAndNothingIsWritten()
    {
        if (!Child.IsRoot)
        {
            return;
        }

        string file = Path.Combine(_scene.Tree, "a.txt");
        string[] line = [.. Child.AsNobody, .. Child.LineOfCopy(_scene.Command.Folder, _scene.MarkArguments())];
        Child.Run("chown", "-R", "65534", _scene.Tree);
        File.SetUnixFileMode(file, UnixFileMode.None);
        (int code, string output, string error) = Child.Run(line);
        Assert.True((code, output) == (3, ""), $"{code}\n{output}{error}");
        Assert.Contains("emblem: a.txt: ", error, StringComparison.Ordinal);
        Assert.Contains("1 entry could not be read, so nothing was written.", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_scene.Sign));
    }

    [Fact]
    public void Update_AfterAChange_MarksTheDataAsTheyAre()
    {
        _scene.Mark("--exclude", "cache");
        File.WriteAllText(Path.Combine(_scene.Tree, "a.txt"), "changed");
        _scene.Add("new.txt");
        Assert.Equal(4, _scene.Check().Code);
        foreach (string[] full in (string[][])[[], ["--full"]])
        {
            string output = _scene.Command.Done(["data", "update", _scene.Tree, .. _scene.Signing, .. full]);
            Assert.StartsWith("Marked 2 files (14 bytes) for https://society.example", output, StringComparison.Ordinal);
            Assert.Equal(0, _scene.Check().Code);
            Assert.Contains("leaves out 1 path", _scene.Check().Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Update_OfWhatIsNotMarkedOrMalformed_SaysWhatToDo()
    {
        string[] update = ["data", "update", _scene.Tree, .. _scene.Signing];
        (int code, _, string error) = _scene.Command.Run(update);
        Assert.Equal(64, code);
        Assert.Contains("There is no sign to update: mark first", error, StringComparison.Ordinal);
        _scene.Mark();
        File.WriteAllText(_scene.Sign, "junk");
        Refused(2, "'emblem data mark' makes a new one", update);
    }

    [Fact]
    public void Remove_OfASign_SaysWhatWasRemovedAndWhatThatDoesNotDo()
    {
        _scene.Mark("--notice");
        string notice = Path.Combine(_scene.Tree, "DIGITAL-EMBLEM-NOTICE.txt");
        Assert.True(File.Exists(notice));
        Assert.Equal(0, _scene.Check().Code);
        string output = _scene.Command.Done("data", "remove", _scene.Tree);
        Assert.Contains($"Removed {_scene.Sign}\n", output, StringComparison.Ordinal);
        Assert.Contains($"Removed {notice}\n", output, StringComparison.Ordinal);
        Assert.Matches(@"Copies of the sign stay valid until the sign expires: \d{4}-\d\d-\d\d ", output);
        Assert.False(Directory.Exists(Path.Combine(_scene.Tree, ".adem")));
        Assert.True(File.Exists(Path.Combine(_scene.Tree, "a.txt")));

        (int code, output, _) = _scene.Command.Run("data", "remove", _scene.Tree);
        Assert.Equal(1, code);
        Assert.Contains("There is no sign", output, StringComparison.Ordinal);
        (code, output, _) = _scene.Check();
        Assert.Equal(1, code);
        Assert.StartsWith("Not marked. ", output, StringComparison.Ordinal);
        Assert.Contains("That is no statement that the data are unprotected.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void SingleFile_IsMarkedCheckedUpdatedAndRemoved()
    {
        string file = Path.Combine(_scene.Tree, "a.txt");
        _scene.Command.Done(["data", "mark", file, .. _scene.Signing]);
        Assert.True(File.Exists(file + ".adem"));
        foreach (string path in (string[])[file, file + ".adem"])
        {
            (int code, string output, _) = _scene.Check(path);
            Assert.Equal(0, code);
            Assert.StartsWith("Marked. 1 file (7 bytes) is as https://society.example marked it; ", output, StringComparison.Ordinal);
        }

        File.WriteAllText(file, "changed");
        Assert.Equal(4, _scene.Check(file).Code);
        _scene.Command.Done(["data", "update", file + ".adem", .. _scene.Signing]);
        Assert.Equal(0, _scene.Check(file).Code);
        Assert.Contains($"Removed {file}.adem", _scene.Command.Done("data", "remove", file), StringComparison.Ordinal);
    }

    private void Refused(int expected, string message, params string[] args)
    {
        (int code, string output, string error) = _scene.Command.Run(args);
        Assert.True((code, output) == (expected, ""), $"{code}\n{output}{error}");
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
