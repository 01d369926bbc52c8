using System.Buffers;
using DigitalEmblem.TestSupport;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Extensions.Caching;

/// <summary>
/// Entries as a shared cache holds them. If it fails, anyone who can write to it puts words into the mouth of DNS, or
/// stops every process that shares it.
/// </summary>
public class SealedEntriesTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly LookupAnswer Found = new()
    {
        Outcome = LookupOutcome.Found,
        Data = [new byte[] { 1 }],
        Names = ["a.example"],
        CanonicalName = "b.example",
        TimeToLive = TimeSpan.FromSeconds(5)
    };
    private static readonly SealedEntries Entries = new(Secret);
    private static readonly CacheEntry Entry = new()
    {
        Key = "dns:x",
        StoredAt = TestTokens.Now,
        ExpiresAt = TestTokens.Now.AddSeconds(5),
        Content = LookupAnswerCodec.Write(Found),
        Authenticated = true
    };

    [Fact]
    public void Entry_SealedAndOpened_IsTheSameButNeverAuthenticated()
    {
        CacheEntry opened = Open(Seal(Entries, Entry));
        Assert.Equal(
            (Entry.Key, Entry.StoredAt, Entry.ExpiresAt, false, true),
            (opened.Key, opened.StoredAt, opened.ExpiresAt, opened.Authenticated, opened.FromSecondLevel));
        Assert.Equal(Entry.Content.ToArray(), opened.Content.ToArray());
    }

    [Fact]
    public void Entry_WithAnyByteChangedOrCutOrAdded_IsAMiss()
    {
        byte[] good = Seal(Entries, Entry);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] changed = [.. good];
            changed[i] ^= 1;
            Assert.Same(CacheEntry.None, Open(changed));
            Assert.Same(CacheEntry.None, Open(good[..i]));
        }

        Assert.Same(CacheEntry.None, Open([.. good, 0]));
        Assert.Same(CacheEntry.None, Open(new byte[SealedEntries.MaxBytes + 1]));
    }

    [Fact]
    public void Entry_SealedWithAnotherSecret_IsAMiss() =>
        Assert.Same(CacheEntry.None, Open(Seal(new SealedEntries([.. Secret.Reverse()]), Entry)));

    [Fact]
    public void Name_InKeyOrEntry_IsNotReadableWithoutTheSecret()
    {
        string key = Entries.KeyOf("dns", "resolver", "www.society.example", "16");
        Assert.DoesNotContain("society", key, StringComparison.Ordinal);
        Assert.NotEqual(key, new SealedEntries([.. Secret.Reverse()]).KeyOf("dns", "resolver", "www.society.example", "16"));
        Assert.Equal(-1, Seal(Entries, Entry).AsSpan().IndexOf("example"u8));
    }

    [Fact]
    public void Entry_ElsewhereOrOutOfItsTime_DoesNotCount()
    {
        TimeSpan longest = TimeSpan.FromMinutes(5);
        Assert.True(Entry.Counts("dns:x", TestTokens.Now, longest));
        Assert.False(Entry.Counts("dns:y", TestTokens.Now, longest));
        Assert.False(Entry.Counts("dns:x", TestTokens.Now.AddSeconds(5), longest));
        Assert.False(Entry.Counts("dns:x", TestTokens.Now.AddSeconds(-1), longest));
        Assert.False((Entry with { ExpiresAt = TestTokens.Now.AddDays(1) }).Counts("dns:x", TestTokens.Now, longest));
        Assert.False(CacheEntry.None.Counts("", TestTokens.Now, longest));
    }

    /// <summary>Also one who holds the secret can write an answer of no form: it is still a miss.</summary>
    [Property(MaxTest = 2000)]
    public bool Answer_FromAnyBytes_IsReadOrAMissAndNeverThrows(byte[] bytes) =>
        LookupAnswerCodec.Read(bytes) is null or { IsAnswer: true };

    [Fact]
    public void Answer_WrittenAndRead_IsTheSame_AndAnythingElseIsNone()
    {
        LookupAnswer read = LookupAnswerCodec.Read(LookupAnswerCodec.Write(Found))!;
        Assert.Equal((Found.Outcome, Found.CanonicalName, Found.TimeToLive), (read.Outcome, read.CanonicalName, read.TimeToLive));
        Assert.Equal(Found.Names, read.Names);
        Assert.Equal([1], read.Data.Single().ToArray());
        byte[] good = LookupAnswerCodec.Write(Found);
        Assert.All(Enumerable.Range(0, good.Length), i => Assert.Null(LookupAnswerCodec.Read(good.AsMemory(0, i))));
        Assert.Null(LookupAnswerCodec.Read((byte[])[.. good, 0]));
        LookupAnswer[] wrong =
        [
            Found with { Outcome = LookupOutcome.TimedOut },
            Found with { Outcome = LookupOutcome.Disagreement },
            Found with { Outcome = LookupOutcome.NoData },
            Found with { TimeToLive = null },
            Found with { TimeToLive = TimeSpan.Zero },
            Found with { Data = [] },
            Found with { Data = [new byte[70_000]] },
            Found with { Names = ["a\u001b[2J"] },
            Found with { CanonicalName = new string('a', 1100) },
            new LookupAnswer { Outcome = LookupOutcome.NoData, TimeToLive = TimeSpan.FromSeconds(1) },
        ];
        Assert.All(wrong, w => Assert.Null(LookupAnswerCodec.Read(LookupAnswerCodec.Write(w))));
    }

    private static byte[] Seal(SealedEntries entries, CacheEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        entries.Serialize(entry, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static CacheEntry Open(byte[] bytes) => Entries.Deserialize(new ReadOnlySequence<byte>(bytes));
}
