using System.Text;
using DigitalEmblem.Issuer.Custody;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// What leads from the database to a key file. If one fails, anyone who can write the database reads or deletes files elsewhere on the
/// machine, or a key is not found again.
/// </summary>
public sealed class KeyReferenceTests
{
    private static readonly KeyIdentifier Identifier = TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.CoseIdentifier;

    [Property]
    public void Of_AnyLabel_IsReadBackAndIsAPlainFileName(NonEmptyString label)
    {
        string text = KeyReference.Of($"x{label.Get}", Identifier).ToString();

        Assert.True(KeyReference.TryParse(text, out KeyReference? read));
        Assert.Equal(text, read.ToString());
        Assert.Equal(Identifier, read.Identifier);
        Assert.All(text, c => Assert.True(c is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9')));
        Assert.InRange(text.Length, 54, 93);
    }

    [Theory]
    [InlineData("Emblem key 2026", "emblem-key-2026")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("Krankenhaus Süd", "krankenhaus-s-d")]
    [InlineData("国境なき", "key")]
    [InlineData("---", "key")]
    public void Of_Label_IsRecognisedByPeople(string label, string name) => Assert.Equal(name, KeyReference.Of(label, Identifier).Name);

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("../key-ID")]
    [InlineData("/etc/key-ID")]
    [InlineData("a/key-ID")]
    [InlineData("a\\key-ID")]
    [InlineData(".key-ID")]
    [InlineData("key-ID\n")]
    [InlineData("key-ID\0")]
    [InlineData("key-ID.pem")]
    [InlineData("Key-ID")]
    [InlineData("-ID")]
    [InlineData("--ID")]
    [InlineData("key--ID")]
    [InlineData("-key-ID")]
    [InlineData("ID")]
    [InlineData("keyID")]
    [InlineData("a-name-that-is-longer-than-any-that-we-give-ID")]
    public void Parse_WhatWeNeverWrite_IsRefused(string text)
    {
        text = text.Replace("ID", Identifier.ToString(), StringComparison.Ordinal);

        Assert.False(KeyReference.TryParse(text, out _));
        var e = Assert.Throws<KeyCustodyException>(() => KeyReference.Parse(text, Identifier));
        Assert.Equal(KeyFault.NotFound, e.Fault);
        Assert.All(e.Message, c => Assert.False(char.IsControl(c)));
    }

    [Fact]
    public void Parse_CapitalsInTheIdentifier_IsRefused() =>
        Assert.False(KeyReference.TryParse($"key-{Identifier.ToString().ToUpperInvariant()}", out _));

    [Property]
    public void TryParse_AnyBytes_IsWhatItWritesOrNothing(byte[] bytes, NonEmptyString text)
    {
        foreach (string s in (string[])[Encoding.Latin1.GetString(bytes), text.Get, $"{text.Get}-{Identifier}"])
        {
            Assert.True(!KeyReference.TryParse(s, out KeyReference? read) || read.ToString() == s);
        }
    }

    [Fact]
    public void Parse_ReferenceToAnotherKey_IsRefused()
    {
        KeyIdentifier other = TestKeys.Of(SignatureAlgorithm.ES256, 1).PublicKey.CoseIdentifier;

        var e = Assert.Throws<KeyCustodyException>(() => KeyReference.Parse(KeyReference.Of("key", other).ToString(), Identifier));
        Assert.Equal(KeyFault.AnotherKey, e.Fault);
    }
}
