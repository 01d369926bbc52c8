using Xunit;

namespace DigitalEmblem.Tests.Publishing.Keys;

/// <summary>
/// How a passphrase is read from a file. If one fails, command and issuer read two passphrases from one file, or a device fills the memory.
/// </summary>
public class SecretLineTests
{
    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\nmore\r\n", "secret")]
    [InlineData("secret\rmore", "secret")]
    [InlineData("\ufeffsecret\nmore\nand more", "secret")]
    [InlineData(" secret \n", " secret ")]
    [InlineData("", "")]
    [InlineData("\nsecret", "")]
    public void Read_Text_IsItsFirstLine(string text, string expected)
    {
        Assert.Equal(expected, SecretLine.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Read_LineOfTheGreatestLength_IsReadAndOneByteMoreIsNot()
    {
        Assert.Equal(SecretLine.MaxBytes, SecretLine.Read(new Repeated(SecretLine.MaxBytes), out _)!.Length);
        Assert.Null(SecretLine.Read(new Repeated(SecretLine.MaxBytes + 1), out string? fault));
        Assert.Contains("more than 4096 bytes", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StreamThatNeverEnds_EndsAtTheLimit()
    {
        var endless = new Repeated(long.MaxValue);
        Assert.Null(SecretLine.Read(endless, out _));
        Assert.InRange(endless.Given, 1, SecretLine.MaxBytes + 1);
    }

    /// <summary>A pipe may stay open after the line.</summary>
    [Fact]
    public void Read_StreamThatGivesNothingAfterTheLine_IsNotWaitedFor() => Assert.Equal("secret", SecretLine.Read(new OneLine(), out _));

    [Fact]
    public void Read_NoUtf8_IsRefusedWithoutShowingTheBytes()
    {
        Assert.Null(SecretLine.Read(new MemoryStream([0x61, 0xff, 0xfe]), out string? fault));
        Assert.StartsWith("is not UTF-8 text", fault, StringComparison.Ordinal);
    }

    private sealed class Repeated(long length) : StreamOf
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int given = (int)Math.Min(count, length - Given);
            buffer.AsSpan(offset, given).Fill((byte)'x');
            Given += given;
            return given;
        }
    }

    private sealed class OneLine : StreamOf
    {
        private bool _given;

        public override int Read(byte[] buffer, int offset, int count)
        {
            Assert.False(_given, "It was waited for more.");
            _given = true;
            "secret\n"u8.CopyTo(buffer.AsSpan(offset));
            return "secret\n"u8.Length;
        }
    }

    private abstract class StreamOf : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
