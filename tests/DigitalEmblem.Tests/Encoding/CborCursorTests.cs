using System.Formats.Cbor;
using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Encodings;

/// <summary>
/// Our reader of CBOR beside the platform's. If one fails, the two read the same bytes differently, and an emblem
/// counts for some validators only.
/// </summary>
public class CborCursorTests
{
    [Property(MaxTest = 3000)]
    public Property Skip_AnyBytes_AreAnItemForBothReadersOrForNone()
    {
        Gen<byte> telling = Gen.Elements<byte>(
            0x00, 0x17, 0x18, 0x19, 0x1f, 0x20, 0x40, 0x41, 0x5f, 0x60, 0x61, 0x7f, 0x80, 0x81, 0x82, 0x9f, 0xa0, 0xa1, 0xa2, 0xbf, 0xc2,
            0xd8, 0xf4, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xff);
        Gen<byte> any = Gen.Choose(0, 255).Select(i => (byte)i);
        Gen<byte[]> bytes = Gen.Sized(size => Gen.ArrayOf(Gen.Frequency((3, telling), (1, any)), Math.Max(1, size / 3)));
        return Prop.ForAll(bytes.ToArbitrary(), b => Assert.Equal(PlatformReads(b), WeRead(b)));
    }

    [Property(MaxTest = 500)]
    public Property Skip_AnAlteredToken_IsAnItemForBothReadersOrForNone()
    {
        byte[] token = Cwt.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.Ed25519));
        Gen<(int, byte)> change = Gen.Choose(0, token.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value => (at, (byte)value)));
        return Prop.ForAll(change.ToArbitrary(), c =>
        {
            var altered = (byte[])token.Clone();
            altered[c.Item1] = c.Item2;
            Assert.Equal(PlatformReads(altered), WeRead(altered));
        });
    }

    [Theory]
    [InlineData("a2040001 18", "cut short")]
    [InlineData("a2 04 00 1804 01", "stands twice")]
    [InlineData("a2 63 766572 01 7803 766572 02", "stands twice")]
    [InlineData("bf 04 00 ff", "indefinite")]
    public void Map_FaultInTheMap_IsToldAsWhatItIs(string hex, string message)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        TokenFormatException fault = Assert.Throws<TokenFormatException>(() => CborCursor.ReadOne(bytes, cursor =>
        {
            cursor.Map(_ => cursor.Skip());
            return true;
        }));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_OfManyKeys_FindsTheRepeatedOneAmongAllBefore()
    {
        byte[] Integer(int i) => [0x19, (byte)(i >> 8), (byte)i];
        byte[] Negative(int i) => [0x39, (byte)(i >> 8), (byte)i];
        byte[] Text(int i) => [0x63, .. Encoding.ASCII.GetBytes($"{i:000}")];
        byte[] Map(int keys, int last, Func<int, byte[]> key) =>
            [
                0xb9,
                (byte)(keys >> 8),
                (byte)keys,
                .. Enumerable.Range(0, keys).SelectMany(i => (byte[])[.. key(i == keys - 1 ? last : i), 0x00])
            ];
        int Read(byte[] bytes) => CborCursor.ReadOne(bytes, cursor =>
        {
            int read = 0;
            cursor.Map(_ =>
            {
                cursor.Skip();
                read++;
            });
            return read;
        });
        foreach (Func<int, byte[]> key in (Func<int, byte[]>[])[
            Integer, Negative, Text, i => i % 2 == 0 ? Integer(i) : Text(i), i => i % 2 == 0 ? Integer(i / 2) : Negative(i / 2)])
        {
            foreach (int keys in (int[])[2, 3, 7, 8, 9, 10, 31, 32, 33, 34, 63, 64, 65, 66, 200])
            {
                Assert.Equal(keys, Read(Map(keys, keys - 1, key)));
                Assert.Throws<TokenFormatException>(() => Read(Map(keys, 0, key)));
                Assert.Throws<TokenFormatException>(() => Read(Map(keys, keys - 2, key)));
            }
        }
    }

    private static bool WeRead(byte[] bytes)
    {
        try
        {
            return CborCursor.ReadOne(bytes, cursor =>
            {
                cursor.Skip();
                return true;
            });
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    private static bool PlatformReads(byte[] bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Strict);
            reader.SkipValue();
            return reader.BytesRemaining == 0;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            return false;
        }
    }
}
