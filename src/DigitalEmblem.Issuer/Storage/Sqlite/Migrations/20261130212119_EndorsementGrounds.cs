using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalEmblem.Issuer.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal partial class EndorsementGrounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "Grounds",
                table: "register",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "GroundsConfirmed",
                table: "approvals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Grounds",
                table: "register");

            migrationBuilder.DropColumn(
                name: "GroundsConfirmed",
                table: "approvals");
        }
    }
}
