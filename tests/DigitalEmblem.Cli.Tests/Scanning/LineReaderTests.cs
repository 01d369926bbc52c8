using System.Text;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Scanning;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Scanning;

/// <summary>Names as files have them. If one fails, a line is lost or read as two, and a host is never asked about.</summary>
public class LineReaderTests
{
    [Property]
    public Property ReadAsync_AnyText_GivesTheLinesThatSplittingGives() => Prop.ForAll(
        Arb.From(Gen.ListOf(Gen.Elements("a.example", "b", " ", "\t", "\r\n", "\n", "\n", "#x", "é"), 60).Select(string.Concat)), text =>
        {
            string[] split = [.. text.Split('\n').Select(l => l.Trim())];
            // What ends with a line end has no line after it.
            string[] expected = text.EndsWith('\n') || text.Length == 0 ? split[..^1] : split;
            foreach (int part in (int[])[1, 7, 100_000])
            {
                Assert.Equal(expected, ReadAll(text, part));
            }
        });

    [Fact]
    public void ReadAsync_ByteOrderMark_IsNoPartOfTheFirstName() =>
        Assert.Equal(["a.example", "b.example"], ReadAll("\ufeffa.example\nb.example\n", 3));

    [Fact]
    public void ReadAsync_LineLongerThanAnyName_IsCutAndTheNextIsWhole() =>
        Assert.Equal([new string('x', 2048) + "…", "b.example"], ReadAll(new string('x', 200_000) + "\nb.example", 4096));

    /// <summary>
    /// What is left of a line must not name a host that the whole line does not name; of a long URL the host stands in it.
    /// </summary>
    [Fact]
    public void ReadAsync_LineLongerThanAnyName_NamesAHostOnlyIfTheWholeDoes()
    {
        string[] lines = [.. ReadAll(
            $"www.society.example{new string(' ', 3000)}and more\nhttps://www.society.example/{new string('a', 3000)}\n", 4096)];
        Assert.False(Input.HostName.TryParse(lines[0], out _, out _));
        Assert.True(Input.HostName.TryParse(lines[1], out DomainName? name, out _));
        Assert.Equal("www.society.example", name!.ToString());
    }

    private static List<string> ReadAll(string text, int part)
    {
        var reader = new LineReader(new Trickle(Encoding.UTF8.GetBytes(text), part));
        var lines = new List<string>();
        while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes, int part) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(part, buffer.Length)], cancellationToken);
    }
}
