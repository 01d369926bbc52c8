using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.People;

/// <summary>
/// Codes, passwords and names. When these fail, a person's authenticator does not fit, attackers get in by a password from their list, or a
/// name poses as another.
/// </summary>
public class SecretsOfPeopleTests
{
    /// <summary>RFC 6238, appendix B (SHA-1): the last six digits of the eight there.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_IsThatOfTheRfc(long seconds, string code)
    {
        byte[] key = Encoding.ASCII.GetBytes("12345678901234567890");
        Assert.Equal(code, Totp.CodeOf(key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));
    }

    /// <summary>When these are taken, an administrator reads one subject and binds another.</summary>
    [Theory]
    [InlineData("auth0|\u202E42")]
    [InlineData("auth0|\u200B42")]
    [InlineData("auth0|\u2028")]
    [InlineData("auth0|\u0085")]
    [InlineData("auth0|\U000E0041")]
    public void SubjectThatHidesOrReorders_IsNone(string subject) => Assert.False(PersonSubject.IsSubject(subject));

    [Fact]
    public void Code_IsTakenOneStepToEitherSide_AndNoFurther()
    {
        byte[] key = Totp.NewKey();
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_015);
        long step = Totp.StepAt(now);

        Assert.All(new[] { step - 1, step, step + 1 }, s => Assert.Equal(s, Totp.StepOf(key, Totp.CodeOf(key, s), now)));
        // Some far step may have the code of a near one by chance, one in a million each.
        Assert.All(new[] { step - 2, step + 2 }, s => Assert.True(
            Totp.StepOf(key, Totp.CodeOf(key, s), now) is not { } found || Totp.CodeOf(key, found) == Totp.CodeOf(key, s)));
        // A person with an Arabic, Persian or Chinese keyboard types them, and could not sign in.
        Assert.All(
            new[] { '\u0660', '\u06F0', '\uFF10' },
            zero => Assert.Equal(
                step, Totp.StepOf(key, string.Concat(Totp.CodeOf(key, step).Select(d => (char)(zero + (d - '0')))), now)));
        Assert.Equal(step, Totp.StepOf(key, " " + Totp.CodeOf(key, step).Insert(3, " "), now));
        Assert.All(
            new[] { "", "12345", "1234567", "abcdef", "\u0967\u0968\u0969\u096A\u096B\u096C" },
            c => Assert.Null(Totp.StepOf(key, c, now)));
    }

    [Theory]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("Welcome2026!!")]
    [InlineData("qwertyuiop12")]
    [InlineData("asdfghjklzxc")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("olga.nikolenko1")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("short")]
    public void PasswordThatAttackersTryFirst_IsRefused(string password) => Assert.NotNull(Passwords.FaultOf(password, "olga.nikolenko"));

    [Theory]
    [InlineData("zebra lantern copper tide")]
    [InlineData("наш кіт любить зелений чай")]
    [InlineData("k7#mQz!pW2vL")]
    [InlineData("ببغاء يشرب القهوة ليلا")]
    public void PasswordOfAnyScript_IsTaken(string password)
    {
        Assert.Null(Passwords.FaultOf(password, "olga"));
        string hash = Passwords.Hash(password);
        Assert.Equal(PasswordVerificationResult.Success, Passwords.Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, Passwords.Verify(hash, password + "x"));
        Assert.NotEqual(hash, Passwords.Hash(password));
        Assert.Equal(PasswordVerificationResult.Failed, Passwords.Verify(null, password));
    }

    [Theory]
    [InlineData("Ольга Ніколенко")]
    [InlineData("محمد الأحمد")]
    [InlineData("山田 太郎")]
    [InlineData("علی‌رضا")]
    [InlineData("O'Brien-Smith <ICRC>")]
    public void NameOfAnyScript_IsTaken(string name) => Assert.Equal(name, DisplayName.Checked($" {name} "));

    [Theory]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\u200Fb")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u2028b")]
    [InlineData("a\uD800b")]
    [InlineData("\uFEFFa")]
    public void NameThatHidesOrReorders_IsRefused(string name) =>
        Assert.Equal(Refusal.Malformed, Assert.Throws<RefusedException>(() => DisplayName.Checked(name)).Refusal);

    [Fact]
    public void NameOfMoreThanAHundredCharacters_IsRefused()
    {
        Assert.NotNull(DisplayName.Checked(string.Concat(Enumerable.Repeat("𠮷", DisplayName.Longest))));
        Assert.Throws<RefusedException>(() => DisplayName.Checked(new string('a', 10_000)));
        Assert.Null(DisplayName.Checked("  "));
    }
}
