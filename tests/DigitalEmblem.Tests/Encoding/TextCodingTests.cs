using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Encodings;

/// <summary>One value, one spelling: a second text for the same bytes would be a second token or a second key to someone.</summary>
public class TextCodingTests
{
    [Property]
    public void Base32_AnyBytes_RoundTripsInAnyCase(byte[] bytes)
    {
        Assert.Equal(bytes, Base32.Decode(Base32.Encode(bytes)));
        Assert.Equal(bytes, Base32.Decode(Base32.Encode(bytes).ToUpperInvariant()));
    }

    [Theory]
    [InlineData("mzxw6yq", "foob")]
    [InlineData("mzxw6ytb", "fooba")]
    public void Base32_Rfc4648_AsPrinted(string text, string value) =>
        Assert.Equal(System.Text.Encoding.ASCII.GetBytes(value), Base32.Decode(text));

    [Theory]
    [InlineData("mzxw6yr")] // unused bits not zero
    [InlineData("m")]
    [InlineData("mzxw6===")]
    [InlineData("mzxw6y1")]
    public void Base32_NotCanonical_IsRefused(string text) => Assert.Null(Base32.Decode(text));

    [Property]
    public void Base64Url_AnyBytes_RoundTrips(byte[] bytes)
    {
        Assert.True(Base64UrlText.TryDecode(Base64UrlText.Encode(bytes), out byte[]? back));
        Assert.Equal(bytes, back);
    }

    [Theory]
    [InlineData("Zg==")] // padding
    [InlineData("Zh")] // unused bits not zero
    [InlineData("Z g")]
    [InlineData("Zm+v")]
    [InlineData("Zm/v")]
    [InlineData("Z")]
    [InlineData("Zg\n")]
    public void Base64Url_NotCanonical_IsRefused(string text) => Assert.False(Base64UrlText.TryDecode(text, out _));
}
