using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Passwords: their one rule, and their hashes by ASP.NET Core Identity (PBKDF2 with HMAC-SHA-512).</summary>
internal static class Passwords
{
    /// <summary>The fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>The most characters, so that nobody has the service hash books.</summary>
    public const int Longest = 256;

    private const int Iterations = 220_000;

    private static readonly PasswordHasher<Person> Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    // Of no password. Failing costs the same with and without a person of the handle.
    private static readonly string OfNobody = Hash(RandomSecret.New());

    /// <summary>What is wrong with a new password, in a sentence; null if it does.</summary>
    /// <param name="password">The password.</param>
    /// <param name="handle">Whose it will be.</param>
    public static Sentence? FaultOf(string password, string handle) => password.Length switch
    {
        < Shortest => Sentence.Counting(
            Shortest, $"A password has {Shortest} characters or more: several words are easy to remember."),
        > Longest => Sentence.Counting(Longest, $"A password has at most {Longest} characters."),
        _ when CommonPassword.Is(password, handle) => $"This password is one that attackers try first: take several words that do not "
            + $"belong together.",
        _ => null,
    };

    /// <summary>The hash of a password, with a new salt. It takes a tenth of a second.</summary>
    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>Whether it is the password of a hash.</summary>
    /// <param name="hash">The hash; null if there is none, which takes as long.</param>
    /// <param name="password">The password.</param>
    public static PasswordVerificationResult Verify(string? hash, string password) => password.Length > Longest
        ? PasswordVerificationResult.Failed
        : Hasher.VerifyHashedPassword(null!, hash ?? OfNobody, password) is var result && hash is null
            ? PasswordVerificationResult.Failed
            : result;
}
