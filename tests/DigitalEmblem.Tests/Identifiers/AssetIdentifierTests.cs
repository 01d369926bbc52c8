using System.Net;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Identifiers;

/// <summary>What an emblem covers. Too much, and it shields what nobody marked; too little, and a marked host is missed.</summary>
public class AssetIdentifierTests
{
    private static readonly Gen<AssetIdentifier> Assets = Gen.OneOf(
        Gen.Elements("example", "a.example", "b.a.example", "*.example", "*.a.example", "*", "c.example", "xa.example")
            .Select(AssetIdentifier.Parse),
        from bits in Gen.Choose(0, 4)
        from address in Gen.Choose(0, 15)
        select AssetIdentifier.Parse($"[192.0.2.{address & (0xf0 >> bits)}/{28 + bits}]"),
        from bits in Gen.Choose(0, 4)
        from address in Gen.Choose(0, 15)
        select AssetIdentifier.Parse($"[2001:db8::{address & (0xf0 >> bits):x}/{124 + bits}]"));

    [CorpusFact]
    public void Covers_EveryPairOfTheCorpus_HasTheStatedAnswer()
    {
        int count = 0;
        foreach (JsonElement pair in Corpora.Json("adem-proto/covers.json").GetProperty("pairs").EnumerateArray())
        {
            count++;
            string a = pair.GetProperty("a").GetString()!, b = pair.GetProperty("b").GetString()!;
            Assert.True(
                AssetIdentifier.Parse(a).Covers(AssetIdentifier.Parse(b)) == pair.GetProperty("covers").GetBoolean(), $"{a} covers {b}");
        }

        Assert.Equal(729, count);
    }

    [Theory]
    [InlineData("[2001:db8:0:0:0:0:0:1]", "[2001:db8::1]", AssetKind.Address)]
    [InlineData("[::ffff:192.0.2.1]", "[192.0.2.1]", AssetKind.Address)]
    [InlineData("[::ffff:192.0.2.0/120]", "[192.0.2.0/24]", AssetKind.Prefix)]
    [InlineData("[::ffff:0:0/90]", "[::ffc0:0:0/90]", AssetKind.Prefix)]
    [InlineData("[192.0.2.77/24]", "[192.0.2.0/24]", AssetKind.Prefix)]
    [InlineData("[192.0.2.77/32]", "[192.0.2.77]", AssetKind.Address)]
    [InlineData("[2001:db8::/128]", "[2001:db8::]", AssetKind.Address)]
    [InlineData("*.Society.Example", "*.society.example", AssetKind.NameAndBelow)]
    [InlineData("www.society.example.", "www.society.example", AssetKind.Name)]
    [InlineData("*", "*", AssetKind.EveryName)]
    public void Parse_AnyForm_IsCanonical(string text, string canonical, AssetKind kind)
    {
        AssetIdentifier asset = AssetIdentifier.Parse(text);
        Assert.Equal((canonical, kind), (asset.ToString(), asset.Kind));
        Assert.Equal(asset, AssetIdentifier.Parse(canonical));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("[127.1]")]
    [InlineData("[0x7f.0.0.1]")]
    [InlineData("[010.0.0.1]")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[[::1]]")]
    [InlineData("[::1/129]")]
    [InlineData("[::1/-1]")]
    [InlineData("[::1/ 64]")]
    [InlineData("[::1/064]")]
    [InlineData("[192.0.2.1/33]")]
    [InlineData("[www.example]")]
    [InlineData("*.*.example")]
    [InlineData("a*.example")]
    [InlineData("*.")]
    [InlineData("**")]
    [InlineData("https://www.example")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Assert.False(AssetIdentifier.TryParse(text, out _));
        Assert.Throws<FormatException>(() => AssetIdentifier.Parse(text));
    }

    [Theory]
    [InlineData("www.society.example", "www.society.example", true)]
    [InlineData("*.society.example", "society.example", true)]
    [InlineData("*.society.example", "a.b.society.example", true)]
    [InlineData("www.society.example", "society.example", false)]
    public void Marks_Name_OnlyIfNamed(string asset, string name, bool expected) =>
        Assert.Equal(expected, AssetIdentifier.Parse(asset).Marks(DomainName.Parse(name)));

    [Theory]
    [InlineData("[192.0.2.0/24]", "192.0.2.7", true)]
    [InlineData("[192.0.2.0/24]", "::ffff:192.0.2.7", true)]
    [InlineData("[::/0]", "192.0.2.7", false)]
    [InlineData("[0.0.0.0/0]", "2001:db8::1", false)]
    [InlineData("*", "192.0.2.7", false)]
    public void Marks_Address_OnlyOfItsFamily(string asset, string address, bool expected) =>
        Assert.Equal(expected, AssetIdentifier.Parse(asset).Marks(IPAddress.Parse(address)));

    [Fact]
    public void Covers_UnrecognizedText_IsCoveredByNothingAndCoversNothing()
    {
        AssetIdentifier text = AssetIdentifier.FromCwtClaim("*.society.example");
        Assert.Equal(AssetKind.Unrecognized, text.Kind);
        Assert.False(text.Covers(text));
        Assert.False(AssetIdentifier.Parse("*").Covers(text));
        Assert.False(text.Marks(DomainName.Parse("www.society.example")));
        Assert.NotEqual(AssetIdentifier.Parse("*.society.example"), text);
    }

    [Property]
    public Property Covers_AnyAsset_IsReflexive() =>
        Prop.ForAll(Arb.From(Assets), a => a.Covers(a) && AssetIdentifier.Parse(a.ToString()).Equals(a));

    [Property(MaxTest = 2000)]
    public Property Covers_ThreeAssets_IsTransitive() => Prop.ForAll(
        Arb.From(from a in Assets from b in Assets from c in Assets select (a, b, c)),
        t => !(t.Item1.Covers(t.Item2) && t.Item2.Covers(t.Item3)) || t.Item1.Covers(t.Item3));

    /// <summary>
    /// The brute-force model: a covers b if every single name and address that b marks is marked by a, in a universe
    /// large enough to tell wildcards from lists.
    /// </summary>
    [Property(MaxTest = 2000)]
    public Property Covers_TwoAssets_AgreesWithTheBruteForceModel() => Prop.ForAll(
        Arb.From(from a in Assets from b in Assets select (a, b)),
        t => t.Item1.Covers(t.Item2) == Extension(t.Item2).IsSubsetOf(Extension(t.Item1)));

    private static HashSet<string> Extension(AssetIdentifier asset)
    {
        string[] labels = ["example", "a", "b", "c", "xa", "fresh"];
        IEnumerable<string> two = labels.SelectMany(l => labels, (x, y) => $"{x}.{y}");
        IEnumerable<string> names = labels.Concat(two).Concat(two.SelectMany(_ => labels, (x, y) => $"{y}.{x}"));
        IEnumerable<string> addresses = Enumerable.Range(0, 256).SelectMany(i => new[] { $"192.0.2.{i}", $"2001:db8::{i:x}" });
        string text = asset.ToString();
        return text[0] == '['
            ? [.. addresses.Where(a => InPrefix(text[1..^1], a))]
            : [.. names.Where(n => text == "*"
                || n == text
                || (text.StartsWith("*.", StringComparison.Ordinal) && ("." + n).EndsWith(text[1..], StringComparison.Ordinal)))];
    }

    private static bool InPrefix(string prefix, string address)
    {
        string[] parts = prefix.Split('/');
        byte[] a = IPAddress.Parse(parts[0]).GetAddressBytes(), b = IPAddress.Parse(address).GetAddressBytes();
        int bits = parts.Length > 1 ? int.Parse(parts[1]) : a.Length * 8;
        return a.Length == b.Length && Enumerable.Range(0, bits).All(i => ((a[i / 8] ^ b[i / 8]) >> (7 - (i % 8)) & 1) == 0);
    }
}
