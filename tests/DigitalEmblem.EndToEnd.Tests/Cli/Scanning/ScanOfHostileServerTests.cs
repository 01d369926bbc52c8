using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalEmblem.Cli;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Scanning;

/// <summary>
/// A few names of a sweep answer what was made to stop it. If one fails, they end it, or fill its memory, and the names
/// after them are never asked about.
/// </summary>
public sealed partial class ScanOfHostileServerTests : IDisposable
{
    // A key on a curve that no platform knows: 40 characters that once ended the process.
    private const string UnknownCurve = "adem-key=MBQwDAYHKoZIzj0CAQYBAAMEAAQBAQ==";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emblem-scan-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Scan_TenOfAThousandNamesCarryTheCrashRecord_EveryNameIsAnswered()
    {
        using HostileServer server = Server([UnknownCurve]);
        string names = Names(1000, i => i % 100 == 50);
        var output = new StringWriter();
        var error = new StringWriter();
        var context = new CommandContext
        {
            OpenInput = () => Stream.Null,
            InputIsRedirected = false,
            Out = output,
            Error = error,
            Colour = false,
            Width = null,
            Clock = TimeProvider.System,
            Environment = _ => null,
            AskSecret = _ => null,
        };
        await EmblemCommand.RunAsync(["scan", names, "--server", $"{server.EndPoint}"], context);
        JsonElement[] lines =
            [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(Enumerable.Range(1, 1000), lines.Select(l => l.GetProperty("line").GetInt32()));
        Assert.Equal(
            990,
            lines.Count(l => l.GetProperty("name").GetString()!.StartsWith('n') && l.GetProperty("verdict").GetString() == "NotMarked"));
        Assert.StartsWith("1,000 names in ", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// One answer of 58 kB: tokens with 1,300 claims that nobody knows, in the sets of 120 IDs. It took 50 MB each, and
    /// 300 of them 5.3 GiB.
    /// </summary>
    [NativeFact]
    public void Scan_ThreeHundredHostileAnswersBesideOrdinaryOnes_StaysWithinWhatIsStated()
    {
        var jws = new RawJws();
        jws.RawClaims = jws.Claims.ToJsonString()[..^1] + string.Concat(Enumerable.Range(0, 1300).Select(i => $",\"{i:x}\":0")) + "}";
        string[] records =
            [.. Enumerable.Repeat($"adem-token={jws.Sign()}", 4), .. Enumerable.Range(0, 120).Select(i => $"adem-token-{i}=a.b.c")];
        using HostileServer server = Server(records);
        long ordinary = Peak(server, Names(300, _ => false), 300), hostile = Peak(server, Names(600, i => i % 2 == 0), 600);
        Assert.True(hostile < 200, $"{hostile} MiB, where {ordinary} are the peak of 300 ordinary names.");
    }

    private static long Peak(HostileServer server, string names, int count)
    {
        (int code, string output, string error) = BuiltProgram.Run(
            [NativeCommand.FilePath!, "scan", names, "--server", $"{server.EndPoint}"]);
        Assert.True(code is 1 or 2 or 3, $"{code} {error}");
        Assert.Equal(count, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        return long.Parse(PeakMemory().Match(error).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("peak memory ([0-9]+) MiB")]
    private static partial Regex PeakMemory();

    private string Names(int count, Predicate<int> hostile)
    {
        string file = Path.Combine(_folder.FullName, $"names{count}");
        File.WriteAllLines(file, Enumerable.Range(0, count).Select(i => $"{(hostile(i) ? 'h' : 'n')}{i}.example"));
        return file;
    }

    /// <summary>
    /// Answers TXT at names that begin with "h" with the records, over TCP if they are many; every other question with "no such record".
    /// </summary>
    private static HostileServer Server(string[] txt)
    {
        byte[] records = [.. txt.SelectMany(
            t => (byte[])[0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, .. Length(CharacterStrings.Data(t).Length), .. CharacterStrings.Data(t)])];
        return new HostileServer((query, tcp) =>
        {
            int end = 12;
            for (; query[end] != 0; end += query[end] + 1)
            {
            }

            byte[] question = query[12..(end + 5)];
            bool asked = char.ToLowerInvariant((char)query[13]) == 'h' && question[^3] == 16;
            bool cut = asked && !tcp && records.Length > 1000;
            byte[] answers = asked && !cut ? records : [];
            return [[
                .. query[..2], (byte)(cut ? 0x87 : 0x85), 0x80, 0, 1, .. Length(answers.Length > 0 ? txt.Length : 0), 0, 0, 0, 0,
                .. question, .. answers]];
        });
    }

    private static byte[] Length(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
