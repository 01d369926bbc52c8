using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Lists as spreadsheets of different countries write them. When these fail, an officer cannot bring a list, or a file that the service
/// wrote runs a formula on a colleague's machine.
/// </summary>
public class AssetCsvTests
{
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: true);

    [Theory]
    [InlineData("name,purposes,lifetime-hours\r\nwww.society.example,protective indicative,48\r\n")]
    [InlineData("name;purposes;lifetime-hours\r\nwww.society.example;protective indicative;48\r\n")]
    [InlineData("name\tpurposes\tlifetime-hours\r\nwww.society.example\tprotective indicative\t48\r\n")]
    [InlineData("sep=;\r\nname;purposes;lifetime-hours\r\nwww.society.example;protective indicative;48\r\n")]
    [InlineData("\"sep=,\"\nname,purposes,lifetime-hours\nwww.society.example,protective indicative,48")]
    [InlineData("SEP=\t\r\nName\tPurposes\tLifetime-Hours\r\nwww.society.example\tprotective indicative\t48\r\n")]
    [InlineData("\"name\";\"purposes\";\"lifetime-hours\"\r\n\"www.society.example\";\"protective indicative\";\"48\"\r\n")]
    public void List_OfAnyCountry_IsRead(string text)
    {
        byte[][] files =
        [
            Encoding.UTF8.GetBytes(text), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            [.. Utf16.Preamble, .. Utf16.GetBytes(text)],
        ];
        foreach (byte[] file in files)
        {
            (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults) = AssetCsv.Read(file);

            Assert.Empty(faults);
            AssetRow row = Assert.Single(rows);
            Assert.Equal(
                ("www.society.example", Purposes.Protective | Purposes.Indicative, TimeSpan.FromHours(48)),
                (row.Name.ToString(), row.Purposes, row.Lifetime));
        }
    }

    [Fact]
    public void Faults_TellTheLineOfTheFile_AlsoBehindASignLine()
    {
        (_, IReadOnlyList<RowFault> faults) = AssetCsv.Read(
            Encoding.UTF8.GetBytes("sep=;\r\nname;purposes\r\nwww.society.example;protective\r\nno name;protective\r\n"));

        Assert.Equal(4, Assert.Single(faults).Line);
    }

    /// <summary>When this fails, one hostile line of a list takes hundreds of megabytes.</summary>
    [Fact]
    public void LineOfManyBadFields_IsOneFault()
    {
        string line = string.Concat(Enumerable.Repeat("a\"b,", 10_000));
        (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults) = AssetCsv.Read(
            Encoding.UTF8.GetBytes($"name,purposes\n{line}\nwww.society.example,protective\n"));

        Assert.Equal(2, Assert.Single(faults).Line);
        Assert.Equal(3, Assert.Single(rows).Line);
    }

    [Fact]
    public void FileOfAnotherEncoding_IsRefused_AndTheSentenceSaysHowToSaveIt()
    {
        byte[] windows1252 = [.. "name;purposes\r\nm"u8, 0xFC, .. "nchen.example;protective\r\n"u8];
        (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults) = AssetCsv.Read(windows1252);

        Assert.Empty(rows);
        Assert.Contains("save it as 'CSV UTF-8", Assert.Single(faults).Fault.ToString(), StringComparison.Ordinal);
        // Half a character of UTF-16.
        Assert.Empty(AssetCsv.Read([0xFF, 0xFE, 0x6E, 0x00, 0x00]).Rows);
        Assert.Empty(AssetCsv.Read([]).Rows);
    }

    [Fact]
    public void WrittenList_IsReadAgain()
    {
        DateTimeOffset at = DateTimeOffset.UnixEpoch;
        Asset[] assets =
        [
            NewAsset.Make(DomainName.Parse("www.society.example"), Purposes.Protective, TimeSpan.FromHours(48), at),
            NewAsset.Make(DomainName.Parse("dam.society.example"), Purposes.DangerousForces | Purposes.CivilDefence, null, at),
        ];

        byte[] file = AssetCsvWriter.Write(assets);
        (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults) = AssetCsv.Read(file);

        Assert.Empty(faults);
        Assert.Equal(
            assets.Select(a => (a.Name, a.Purposes, a.Lifetime)),
            rows.Select(r => (r.Name, r.Purposes, r.Lifetime)));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")", "\"'=HYPERLINK(\"\"http://evil.example\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("", "")]
    public void Cell_ThatASpreadsheetWouldRun_IsText(string text, string cell) => Assert.Equal(cell, AssetCsvWriter.Cell(text));
}
