using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>If one altered bit goes unnoticed, anyone who carries an emblem can change whom it marks, and until when.</summary>
public class AlteredTokenTests
{
    [Property(MaxTest = 1000)]
    public Property Cwt_OneBitChanged_IsRefusedOrChangesNothingThatIsReported() => Prop.ForAll(
        Arb.From(
            from token in TokenGenerators.Tokens(TokenProfile.Cwt)
            from key in TokenGenerators.SigningKeys
            from tagged in Gen.Elements(true, false)
            from bit in Gen.Choose(0, int.MaxValue)
            select (token, key, tagged, bit)),
        t =>
        {
            byte[] signed = Cwt.Sign(t.token, t.key, t.tagged);
            byte[] altered = Flip(signed, t.bit);
            return !Cwt.TryRead(altered, out UnverifiedToken? read)
                || !read.IsSignedBy(t.key.PublicKey)
                || Same(Cwt.Read(signed), read);
        });

    [Property(MaxTest = 1000)]
    public Property Jws_OneBitChanged_IsRefusedOrChangesNothingThatIsReported() => Prop.ForAll(
        Arb.From(
            from token in TokenGenerators.Tokens(TokenProfile.Jws)
            from key in TokenGenerators.SigningKeys
            from bit in Gen.Choose(0, int.MaxValue)
            select (token, key, bit)),
        t =>
        {
            string signed = Jws.Sign(t.token, t.key);
            string altered = System.Text.Encoding.Latin1.GetString(Flip(System.Text.Encoding.Latin1.GetBytes(signed), t.bit));
            return !Jws.TryRead(altered, out UnverifiedToken? read)
                || !read.IsSignedBy(t.key.PublicKey)
                || Same(Jws.Read(signed), read);
        });

    private static bool Same(UnverifiedToken a, UnverifiedToken b) =>
        a.Claims.Equals(b.Claims) && a.SignedDigest == b.SignedDigest && a.KeyIdentifier == b.KeyIdentifier && a.Algorithm == b.Algorithm;

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] copy = [.. bytes];
        copy[bit / 8 % copy.Length] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
