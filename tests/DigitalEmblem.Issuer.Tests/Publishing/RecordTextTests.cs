using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// The texts of PowerDNS's API. When these fail, a record of another party is taken for a different one, and nothing is published, or it is
/// written back altered.
/// </summary>
public sealed class RecordTextTests
{
    private const ushort Txt = 16, Ihle = 65297;

    private static readonly DomainName Name = DomainName.Parse("www.society.example");

    [Property]
    public void WhatIsWritten_IsReadAsTheSame(NonEmptyArray<byte[]> strings)
    {
        byte[] data = [.. strings.Get.SelectMany(s => (byte[])[(byte)(s.Length % 256), .. s.Take(s.Length % 256)])];

        Assert.Equal(data, RecordText.TryRead(Txt, RecordText.Write(Txt, data)));
        Assert.Equal(data, RecordText.TryRead(Ihle, RecordText.Write(Ihle, data)));
    }

    [Property]
    public void AnyText_IsReadOrNot_AndNeverThrows(string text)
    {
        byte[]? data = RecordText.TryRead(Txt, text ?? "");

        Assert.True(data is null || data.Length == 0 || CharacterStrings.IsWellFormed(data));
        _ = RecordText.TryRead(Ihle, text ?? "");
    }

    [Theory]
    [InlineData("\"ab\"", "026162")]
    [InlineData("  ab  ", "026162")]
    [InlineData("\"a\"   \"b\"", "01610162")]
    [InlineData("\"a\"\"b\"", "01610162")]
    [InlineData("\"\\097\\\"\"", "026122")]
    [InlineData("\"\"", "00")]
    [InlineData("\"é\"", "02C3A9")]
    [InlineData("\\# 3 026162", "026162")]
    [InlineData("\\#  3  02 61\t62", "026162")]
    [InlineData("\\# 4 026162", null)]
    [InlineData("\\# 3 02616", null)]
    [InlineData("\"ab", null)]
    [InlineData("\"\\300\"", null)]
    [InlineData("\"ab\\", null)]
    [InlineData("", null)]
    public void FormsOfTexts(string content, string? data) =>
        Assert.Equal(data, RecordText.TryRead(Txt, content) is { } read ? Convert.ToHexString(read) : null);

    [Theory]
    [InlineData("\\# 2 D284", "D284")]
    [InlineData("\\# 0", "")]
    [InlineData("d284", null)]
    public void FormsOfOtherTypes(string content, string? data) =>
        Assert.Equal(data, RecordText.TryRead(Ihle, content) is { } read ? Convert.ToHexString(read) : null);

    [Fact]
    public void TextThatIsLongerThanAString_IsDivided()
    {
        byte[] data = RecordText.TryRead(Txt, $"\"{new string('a', 300)}\"")!;

        Assert.Equal((302, 255, 45), (data.Length, data[0], data[256]));
    }

    /// <summary>
    /// Newer versions name records that they keep and do not show to the world: these are written back, and are no difference.
    /// </summary>
    [Fact]
    public void DisabledRecords_AreNoDifference_AndAreKept()
    {
        PowerDnsName there = PowerDnsName.TryRead(
            """
            {"kind":"Native","rrsets":[
              {"name":"WWW.society.example.","type":"TXT","records":[
                {"content":"\"off\"","disabled":true},{"content":"\"on\"","disabled":false},{"content":"\"ours\"","disabled":true}]},
              {"name":"www.society.example.","type":"CNAME","records":[{"content":"x.","disabled":true}]},
              {"name":"other.society.example.","type":"NS","records":[{"content":"x."}]}]}
            """u8,
            Name)!;
        var change = new RecordChange(
            Txt, [CharacterStrings.Data("on")], [CharacterStrings.Data("on"), CharacterStrings.Data("ours")], 60);
        string body = System.Text.Encoding.UTF8.GetString(
            PowerDnsPatch.Write(
                [new NameChange(Name, [change], [])], new Dictionary<DomainName, PowerDnsName> { [Name] = there }).Span);

        Assert.True(there.IsAsBefore(change, out _));
        Assert.Equal((false, false), (there.Has("CNAME"), there.Has("NS")));
        using var written = System.Text.Json.JsonDocument.Parse(body);
        Assert.Equal(
            ["\"on\" False", "\"ours\" False", "\"off\" True"],
            written.RootElement.GetProperty("rrsets")[0].GetProperty("records").EnumerateArray()
                .Select(r => $"{r.GetProperty("content")} {r.GetProperty("disabled")}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"rrsets\":[]}")]
    [InlineData("{\"kind\":\"Native\",\"rrsets\":{}}")]
    [InlineData("{\"kind\":\"Native\",\"rrsets\":[{\"name\":\"www.society.example.\",\"type\":\"TXT\",\"records\":[{\"content\":1}]}]}")]
    [InlineData("{\"kind\":\"Native\",\"rrsets\":[{\"name\":\"\\ud800\"}]}")]
    public void WhatIsNoAnswerOfPowerDns_IsNone(string json) =>
        Assert.Null(PowerDnsName.TryRead(System.Text.Encoding.UTF8.GetBytes(json), Name));

    /// <summary>A record that cannot be compared is told, and nothing is written over it.</summary>
    [Fact]
    public void RecordThatCannotBeRead_IsTold()
    {
        PowerDnsName there = PowerDnsName.TryRead(
            """{"kind":"Native","rrsets":[{"name":"www.society.example.","type":"TXT","records":[{"content":"\"cut"}]}]}"""u8, Name)!;

        Assert.False(there.IsAsBefore(new RecordChange(Txt, [], [CharacterStrings.Data("x")], 60), out var fault));
        Assert.Contains("cannot be read: \"cut", fault!.ToString(), StringComparison.Ordinal);
    }
}
